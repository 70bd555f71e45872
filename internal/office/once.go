package office

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// Once is a request that a program may send again because it does not know whether the first one arrived.
type Once struct {
	Key    string // its idempotency key; empty: it is not to be recognised
	Print  string // digest of the whole request: the same key with another one is a mistake
	Secret string // what only the sender knows; seals what may be told to him once more and to nobody else
}

// Done is what an act or raising came to: a second request with the same key gets the same.
type Done struct {
	ID, Number  string
	Rev         int64
	Procedure   string
	Step        string // its key
	StepName    lang.Text
	Phase       rulebook.Phase
	Ending      rulebook.Ending
	Owner       Name
	Due         deadline.Date // zero: the matter has ended
	Provisional bool
	Code        string // raising for somebody without an account: the code of his receipt
	Replayed    bool
}

// kept is what stands under a key. It holds no words and no personal data: those could not be erased here.
type kept struct {
	Print     string          `json:"print"`
	ID        string          `json:"id"`
	Number    string          `json:"number"`
	Rev       int64           `json:"rev"`
	Procedure string          `json:"procedure"`
	Step      string          `json:"step"`
	StepName  lang.Text       `json:"step_name"`
	Phase     rulebook.Phase  `json:"phase"`
	Ending    rulebook.Ending `json:"ending,omitempty"`
	Owner     string          `json:"owner,omitempty"`
	Due       string          `json:"due,omitempty"`
	Maybe     bool            `json:"provisional,omitempty"`
	Code      string          `json:"code,omitempty"` // sealed
}

var errOtherRequest = problem.New(problem.Invalid, "idempotencyKeyReused",
	"这个幂等键已经用于另一个请求，这一次没有办理；请换一个键。", "This idempotency key was already used for another request and nothing was done; use a new key.")

// ActOnce is Act for programs: a request sent again gets the first answer, marked as such.
func (o *Office) ActOnce(ctx context.Context, v access.Viewer, id string, in ActInput, once Once) (Done, error) {
	in.Key = once.key()
	result, replayed, err := o.act(ctx, v, id, in, func(h *house, after matter.Matter) (string, error) {
		return keepOf(h, after, once.Print, "")
	})
	if err != nil {
		return Done{}, err
	}
	return o.done(ctx, v, result, replayed, once)
}

// UndoOnce is Undo for programs.
func (o *Office) UndoOnce(ctx context.Context, v access.Viewer, id string, in UndoInput, once Once) (Done, error) {
	in.Key = once.key()
	result, replayed, err := o.undo(ctx, v, id, in, func(h *house, after matter.Matter) (string, error) {
		return keepOf(h, after, once.Print, "")
	})
	if err != nil {
		return Done{}, err
	}
	return o.done(ctx, v, result, replayed, once)
}

// RaiseOnce is Raise for programs.
func (o *Office) RaiseOnce(ctx context.Context, v access.Viewer, in RaiseInput, once Once) (Done, error) {
	in.Key = once.key()
	_, result, replayed, err := o.raise(ctx, v, in, func(h *house, r Receipt, m matter.Matter) (string, error) {
		code, err := once.seal(r.Code)
		if err != nil {
			return "", err
		}
		return keepOf(h, m, once.Print, code)
	})
	if err != nil {
		return Done{}, err
	}
	return o.done(ctx, v, result, replayed, once)
}

// key keeps a program's keys apart from those of forms.
func (c Once) key() string {
	if c.Key == "" {
		return ""
	}
	return "api/" + c.Key
}

func keepOf(h *house, m matter.Matter, digest, code string) (string, error) {
	p, err := h.procedure(m)
	if err != nil {
		return "", err
	}
	k := kept{
		Print: digest, ID: m.ID, Number: m.Number, Rev: m.Rev, Procedure: m.Procedure, Step: m.Step, StepName: p.Steps[m.Step].Name,
		Phase: m.Phase, Ending: m.Ending, Owner: m.Owner.Org, Code: code,
	}
	if d := m.Due(); d != nil {
		k.Due, k.Maybe = d.Day.String(), d.Provisional
	}
	text, err := json.Marshal(k)
	return string(text), err
}

func (o *Office) done(ctx context.Context, v access.Viewer, result string, replayed bool, once Once) (Done, error) {
	var k kept
	if err := json.Unmarshal([]byte(result), &k); err != nil {
		return Done{}, fmt.Errorf("office: result of a request: %w", err)
	}
	if replayed && k.Print != once.Print {
		return Done{}, errOtherRequest
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return Done{}, err
	}
	d := Done{
		ID: k.ID, Number: k.Number, Rev: k.Rev, Procedure: k.Procedure, Step: k.Step, StepName: k.StepName, Phase: k.Phase, Ending: k.Ending,
		Owner: h.orgName(k.Owner), Provisional: k.Maybe, Replayed: replayed,
	}
	if k.Due != "" {
		if d.Due, err = deadline.ParseDate(k.Due); err != nil {
			return Done{}, err
		}
	}
	d.Code, err = once.open(k.Code)
	return d, err
}

// The code of a receipt is stored only as a hash. So that it is not lost with a lost answer, it is kept for as
// long as the key, sealed under what the sender alone knows (AES-256-GCM, key by HKDF of RFC 5869).
func (c Once) aead() (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, []byte(c.Secret), []byte(c.Key), "huiyin receipt of a request", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

func (c Once) seal(code string) (string, error) {
	if code == "" {
		return "", nil
	}
	a, err := c.aead()
	if err != nil {
		return "", fmt.Errorf("office: seal: %w", err)
	}
	//nolint:gosec // this AEAD draws its own nonce and puts it in front; it takes none from outside
	return base64.RawStdEncoding.EncodeToString(a.Seal(nil, nil, []byte(code), []byte(c.Print))), nil
}

func (c Once) open(sealed string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil {
		return "", fmt.Errorf("office: seal: %w", err)
	}
	a, err := c.aead()
	if err != nil {
		return "", fmt.Errorf("office: seal: %w", err)
	}
	code, err := a.Open(nil, nil, raw, []byte(c.Print))
	if err != nil {
		return "", nil //nolint:nilerr // another token of the same account asks: he gets everything but the code
	}
	return string(code), nil
}
