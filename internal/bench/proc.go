package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// contestant is a part that runs in a process of its own.
type contestant struct {
	name string
	at   place
	addr string
	cmd  *exec.Cmd
	in   io.WriteCloser
	enc  *json.Encoder
	dec  *json.Decoder
}

// Self is how this program starts itself as a part: the path of the program and what stands before the part's own
// arguments.
type Self []string

func startPart(ctx context.Context, self Self, kind string, at place) (*contestant, error) {
	args := append([]string{}, self[1:]...)
	args = append(args, kind)
	if at.DB != "" {
		args = append(args, "--db", at.DB)
	} else {
		args = append(args, "--data", at.Data)
	}
	cmd := exec.CommandContext(ctx, self[0], args...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	c := &contestant{name: kind, at: at, cmd: cmd, in: in, enc: json.NewEncoder(in), dec: json.NewDecoder(out)}
	var t told
	if err := c.dec.Decode(&t); err != nil {
		return nil, errors.Join(fmt.Errorf("bench: %s did not start: %w", kind, err), c.stop())
	}
	c.addr = t.Addr
	return c, nil
}

// tell gives an order and waits for its answer.
func (c *contestant) tell(o order) (told, error) {
	var t told
	if err := c.enc.Encode(o); err != nil {
		return t, fmt.Errorf("bench: %s: %w", c.name, err)
	}
	if err := c.dec.Decode(&t); err != nil {
		return t, fmt.Errorf("bench: %s: %w", c.name, err)
	}
	if t.Error != "" {
		return t, fmt.Errorf("bench: %s: %s", c.name, t.Error)
	}
	return t, nil
}

func (c *contestant) usage() (Usage, error) {
	t, err := c.tell(order{Do: "usage"})
	return t.Usage, err
}

// stopTime is how long a part may take to close its files before it is ended.
const stopTime = 20 * time.Second

func (c *contestant) stop() error {
	err := c.in.Close()
	late := time.AfterFunc(stopTime, func() { _ = c.cmd.Process.Kill() })
	defer late.Stop()
	return errors.Join(err, c.cmd.Wait())
}
