//go:build !unix

package bench

import "errors"

// ownUsage cannot be known here.
func ownUsage() (Usage, error) {
	return Usage{}, errors.New("bench: this system does not say what a process has used; run bench on Linux")
}
