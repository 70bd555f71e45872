package bench

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// door is how clients come in: by Huiyin's forms, or by the floor's JSON.
type door interface {
	// do performs one step on the client's matter and gives the matter's id.
	do(ctx context.Context, client int, s step, id string, rev int) (string, error)
}

// crowd is a number of clients at one door, each with a matter of his own, kept between runs.
type crowd struct {
	door  door
	clock func() time.Time
	lives []clientLife
}

type clientLife struct {
	id  string
	act int
}

func newCrowd(d door, clock func() time.Time) *crowd {
	return &crowd{door: d, clock: clock, lives: make([]clientLife, people)}
}

// run lets the clients work for a while, each doing one act after the other.
func (c *crowd) run(ctx context.Context, clients int, long time.Duration) (load, error) {
	began := c.clock()
	end := began.Add(long)
	loads, errs := make([]load, clients), make([]error, clients)
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			for errs[i] == nil && ctx.Err() == nil && c.clock().Before(end) {
				at := c.clock()
				errs[i] = c.step(ctx, i)
				loads[i].each = append(loads[i].each, c.clock().Sub(at))
			}
		})
	}
	wg.Wait()
	l := joined(loads)
	l.Took = c.clock().Sub(began)
	return l, errors.Join(errors.Join(errs...), ctx.Err())
}

func (c *crowd) step(ctx context.Context, i int) error {
	l := &c.lives[i]
	if l.act == len(life) {
		*l = clientLife{}
	}
	id, err := c.door.do(ctx, i, life[l.act], l.id, l.act)
	if err != nil {
		return fmt.Errorf("bench: client %d, act %q: %w", i, life[l.act].act, err)
	}
	l.id = id
	l.act++
	return nil
}

// newHTTP makes a client that keeps a connection for everybody.
func newHTTP() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{MaxIdleConns: 2 * people, MaxIdleConnsPerHost: 2 * people, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       time.Minute,
	}
}

// formDoor comes in by the forms of the pages, signed in with a session.
type formDoor struct {
	base     string
	http     *http.Client
	mu       sync.Mutex
	sessions map[string]string // cookie by login
}

func newFormDoor(base string) *formDoor {
	return &formDoor{base: base, http: newHTTP(), sessions: map[string]string{}}
}

// signIn signs a person in once; later he has his cookie.
func (d *formDoor) signIn(ctx context.Context, login string) (string, error) {
	d.mu.Lock()
	cookie := d.sessions[login]
	d.mu.Unlock()
	if cookie != "" {
		return cookie, nil
	}
	res, _, err := d.post(ctx, "/signin", "", url.Values{"login": {login}, "password": {password}})
	if err != nil {
		return "", err
	}
	for _, c := range res.Cookies() {
		if strings.HasSuffix(c.Name, "session") {
			cookie = c.Name + "=" + c.Value
		}
	}
	if cookie == "" {
		return "", fmt.Errorf("%s could not sign in: %s", login, res.Status)
	}
	d.mu.Lock()
	d.sessions[login] = cookie
	d.mu.Unlock()
	return cookie, nil
}

func (d *formDoor) post(ctx context.Context, path, cookie string, form url.Values) (*http.Response, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return d.send(req, cookie)
}

func (d *formDoor) get(ctx context.Context, path, cookie string) (*http.Response, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, d.base+path, nil)
	if err != nil {
		return nil, nil, err
	}
	return d.send(req, cookie)
}

func (d *formDoor) send(req *http.Request, cookie string) (*http.Response, []byte, error) {
	if cookie != "" {
		req.Header.Set("Cookie", cookie)
	}
	return send(d.http, req)
}

// send gives the answer with its body read.
func send(c *http.Client, req *http.Request) (*http.Response, []byte, error) {
	res, err := c.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res, body, err
}

var matterLink = regexp.MustCompile(`/m/([0-9a-f-]{36})`)

func (d *formDoor) do(ctx context.Context, client int, s step, id string, rev int) (string, error) {
	cookie, err := d.signIn(ctx, s.who(client))
	if err != nil {
		return "", err
	}
	form := url.Values{"key": {newKey()}}
	for k, v := range s.fields(client) {
		form.Set("f."+k, v)
	}
	path := "/m/" + id + "/acts/" + s.act
	if s.act == "" {
		path = "/raise/opinion"
		form.Set("title", title)
		form.Set("text", text)
		form.Set("station", station(client))
		form.Set("public", "true")
	} else {
		form.Set("rev", strconv.Itoa(rev))
	}
	res, body, err := d.post(ctx, path, cookie, form)
	if err != nil {
		return "", err
	}
	if res.StatusCode != http.StatusSeeOther {
		return "", fmt.Errorf("%s: %.300s", res.Status, body)
	}
	if s.act != "" {
		return id, nil
	}
	// The receipt names the matter. This page counts for Huiyin, once a lifecycle.
	for _, c := range res.Cookies() {
		cookie += "; " + c.Name + "=" + c.Value
	}
	_, body, err = d.get(ctx, "/receipt", cookie)
	if err != nil {
		return "", err
	}
	m := matterLink.FindSubmatch(body)
	if m == nil {
		return "", errors.New("the receipt names no matter")
	}
	return string(m[1]), nil
}

// apiDoor comes in by the API, with a token for each person.
type apiDoor struct {
	base   string
	http   *http.Client
	tokens map[string]string
}

func newAPIDoor(base string, tokens map[string]string) *apiDoor {
	return &apiDoor{base + "/api/v1", newHTTP(), tokens}
}

// apiInput is what the API takes for raising and for acts.
type apiInput struct {
	Procedure string            `json:"procedure,omitempty"`
	Title     string            `json:"title,omitempty"`
	Text      string            `json:"text,omitempty"`
	Station   string            `json:"station,omitempty"`
	Public    bool              `json:"public,omitempty"`
	Fields    map[string]string `json:"fields,omitempty"`
}

func (d *apiDoor) do(ctx context.Context, client int, s step, id string, rev int) (string, error) {
	in := apiInput{Fields: s.fields(client)}
	path, head := d.base+"/matters/"+id+"/acts/"+s.act, http.Header{"Idempotency-Key": {newKey()}}
	head.Set("Authorization", "Bearer "+d.tokens[s.who(client)])
	if s.act == "" {
		path = d.base + "/matters"
		in.Procedure, in.Title, in.Text, in.Station, in.Public = "opinion", title, text, station(client), true
	} else {
		head.Set("If-Match", strconv.Quote(strconv.Itoa(rev)))
	}
	return postJSON(ctx, d.http, path, head, in)
}

// postJSON sends JSON and gives the id in the answer.
func postJSON(ctx context.Context, c *http.Client, address string, head http.Header, in any) (string, error) {
	b, err := json.Marshal(in)
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(b))
	if err != nil {
		return "", err
	}
	req.Header = head
	req.Header.Set("Content-Type", "application/json")
	res, body, err := send(c, req)
	if err != nil {
		return "", err
	}
	if res.StatusCode/100 != 2 {
		return "", fmt.Errorf("%s: %.300s", res.Status, body)
	}
	var out struct {
		ID string `json:"id"`
	}
	err = json.Unmarshal(body, &out)
	return out.ID, err
}

// floorDoor comes in by the floor's JSON.
type floorDoor struct {
	base string
	http *http.Client
}

func newFloorDoor(base string) *floorDoor { return &floorDoor{base, newHTTP()} }

func (d *floorDoor) do(ctx context.Context, client int, s step, id string, rev int) (string, error) {
	in := floorInput{Person: s.who(client), Fields: s.fields(client), Rev: int64(rev)}
	path := "/matters/" + id + "/acts/" + s.act
	if s.act == "" {
		path = "/matters"
		in.Procedure, in.Title, in.Text, in.Station = "opinion", title, text, station(client)
	}
	return postJSON(ctx, d.http, d.base+path, http.Header{}, in)
}

// newKey is the idempotency key of one form.
func newKey() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails (Go 1.24)
	return hex.EncodeToString(b[:])
}
