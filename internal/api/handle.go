package api

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"time"

	"github.com/huiyin/huiyin/internal/file"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
)

// handleKept is how long a file waits for its act. The sweep of the office waits twice as long.
const handleKept = 12 * time.Hour

// waiting is a file that is here and that no act names yet.
type waiting struct {
	File  matter.File `json:"file"`
	Until time.Time   `json:"until"`
}

// handles seal what a file is for the token that sent it (AES-256-GCM, key from the token's text by HKDF of RFC
// 5869): nobody can name a file that he did not send, and a handle holds after a restart and in another process.
func (v *visit) handles() (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, []byte(v.secret), []byte(v.congress.ID), "huiyin file of a request", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

func (v *visit) handle(w waiting) (string, error) {
	a, err := v.handles()
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(w)
	if err != nil {
		return "", err
	}
	//nolint:gosec // this AEAD draws its own nonce and puts it in front; it takes none from outside
	return base64.RawURLEncoding.EncodeToString(a.Seal(nil, nil, text, nil)), nil
}

var errHandle = problem.New(problem.Invalid, "badHandle",
	"附件的凭据不对或已过期，没有办理；请用同一个令牌重新上传。", "A file's handle is not right or too old and nothing was done; please send the file again with the same token.")

// handled opens the handles that a request names, and holds them to the limits of one act.
func (v *visit) handled(all []string) ([]matter.File, error) {
	if len(all) == 0 {
		return nil, nil
	}
	a, err := v.handles()
	if err != nil {
		return nil, err
	}
	out, total := make([]matter.File, 0, len(all)), int64(0)
	for i, text := range all {
		var w waiting
		raw, err := base64.RawURLEncoding.DecodeString(text)
		if err == nil {
			raw, err = a.Open(nil, nil, raw, nil)
		}
		if err == nil {
			err = json.Unmarshal(raw, &w)
		}
		if err != nil || v.now.After(w.Until) {
			return nil, errHandle.With("files["+strconv.Itoa(i)+"]", lang.T("请重新上传", "Please send it again"))
		}
		if total += w.File.Size; total > file.MaxActBytes {
			return nil, errHandle.With("files", lang.T("合计超过 300 MB，请分几次办理", "More than 300 MB together; please do it in parts"))
		}
		out = append(out, w.File)
	}
	return out, nil
}
