package worker_test

import (
	"testing"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

func matterEnv(t *testing.T) matter.Env {
	t.Helper()
	return matter.Env{Calendar: deadline.Builtin(), Zone: world.Zone}
}
