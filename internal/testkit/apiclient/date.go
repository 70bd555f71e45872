package apiclient

import openapi_types "github.com/oapi-codegen/runtime/types"

// Date is a civil day as the generated client has it.
type Date = openapi_types.Date
