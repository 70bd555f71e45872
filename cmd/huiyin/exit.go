package main

import (
	"errors"
	"fmt"

	"github.com/huiyin/huiyin/internal/install"
	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/problem"
)

// What a command's error means to the shell; see exitStatus.
var (
	errUsage = errors.New("wrong use")
	errFound = errors.New("found something wrong")
)

// usagef is a wrong use said in one sentence, with nothing after it.
func usagef(format string, args ...any) error { return wrongUse(fmt.Sprintf(format, args...)) }

// Exit statuses (docs/contract: command line).
const (
	statusDone   = 0
	statusFound  = 1 // the command worked and found something wrong
	statusUsage  = 2 // the command was used wrongly
	statusCannot = 3 // it cannot work now
)

// exitStatus maps an error to the exit status.
func exitStatus(err error) int {
	var fault *journal.Fault
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, errFound), errors.As(err, &fault):
		return statusFound
	case errors.Is(err, errUsage), errors.Is(err, install.ErrWhere), errors.Is(err, install.ErrMissing):
		return statusUsage
	}
	switch problem.KindOf(err) {
	case problem.Invalid, problem.NotFound, problem.Denied, problem.Unknown:
		return statusUsage
	}
	return statusCannot
}
