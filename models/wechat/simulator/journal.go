package simulator

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// The kinds of events that make up all lasting state. What is in the journal is exactly what apply does.
const (
	appAdded        = "app"
	userAdded       = "user"
	templateAdded   = "template"
	templateDeleted = "template_deleted"
	formSubmitted   = "form"
	orderPlaced     = "order"
	orderPaid       = "paid"
	subscribed      = "subscribed"
	refusedByUser   = "refused"
	allowedAgain    = "allowed"
	dialogKept      = "kept"
	templateChanged = "template_changed"
	codeBlocked     = "blocked"
	loginStarted    = "login"
	loginUsed       = "login_used"
	tokenIssued     = "token"
	attempted       = "attempt"
	clockTurned     = "clock"
	merchantAdded   = "merchant"
)

// event is one line of the journal.
type event struct {
	Kind       string        `json:"kind"`
	At         time.Time     `json:"at"`
	Appid      string        `json:"appid,omitempty"`
	Openid     string        `json:"openid,omitempty"`
	TemplateID string        `json:"template_id,omitempty"`
	Code       string        `json:"code,omitempty"`
	OrderNo    string        `json:"order_no,omitempty"`
	Answer     string        `json:"answer,omitempty"`
	Uses       int           `json:"uses,omitempty"`
	UsableFrom time.Time     `json:"usable_from,omitzero"`
	Shift      time.Duration `json:"shift,omitempty"`
	App        *App          `json:"app,omitempty"`
	Template   *Template     `json:"template,omitempty"`
	Token      *issued       `json:"token,omitempty"`
	Attempt    *Attempt      `json:"attempt,omitempty"`
	Merchant   *Merchant     `json:"merchant,omitempty"`
	Trade      *Trade        `json:"trade,omitempty"`
}

// journal is an append-only file of events. Each is written at once, in one piece, so that a killed process leaves at
// most half a last line.
type journal struct {
	mu   sync.Mutex
	file *os.File
	err  error
}

// commit applies an event and writes it down. Whoever changes an account holds its lock.
func (s *Simulator) commit(ev event) {
	if ev.At.IsZero() {
		ev.At = s.Now()
	}
	s.apply(ev)
	s.journal.append(ev)
}

func (j *journal) append(ev event) {
	if j == nil {
		return
	}
	line, err := json.Marshal(ev)
	j.mu.Lock()
	defer j.mu.Unlock()
	if err == nil {
		_, err = j.file.Write(append(line, '\n'))
	}
	j.err = errors.Join(j.err, err)
}

// close reports the first failure to write as well, since append has nobody to tell.
func (j *journal) close() error {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return errors.Join(j.err, j.file.Close())
}

// openJournal replays a journal and goes on at its end. It returns how many events there were.
func (s *Simulator) openJournal(path string) (int, error) {
	if path == "" {
		return 0, nil
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) // #nosec G304 -- whoever types the command names the file
	if err != nil {
		return 0, err
	}
	events, end, err := s.replay(file)
	if err == nil {
		err = file.Truncate(end)
	}
	if err == nil {
		_, err = file.Seek(end, io.SeekStart)
	}
	if err != nil {
		return 0, errors.Join(err, file.Close())
	}
	s.journal = &journal{file: file}
	return events, nil
}

// replay applies all whole lines and returns where the last of them ends.
func (s *Simulator) replay(file io.Reader) (events int, end int64, err error) {
	for lines := bufio.NewReader(file); ; events++ {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			return events, end, nil
		}
		if err != nil {
			return events, end, err
		}
		var ev event
		if err := json.Unmarshal(bytes.TrimSpace(line), &ev); err != nil {
			return events, end, fmt.Errorf("line %d: %w", events+1, err)
		}
		s.apply(ev)
		end += int64(len(line))
	}
}
