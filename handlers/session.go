package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
)

// sessionCookie is the name of the cookie, before any prefix.
const sessionCookie = "xinshi_session"

// The keys of a session's values.
type sessionKey string

const (
	staffKey   sessionKey = "staff"   // int64
	pendingKey sessionKey = "pending" // int64: who gave the password and not yet the code
	flashesKey sessionKey = "flashes" // []flash
	savedKey   sessionKey = "saved"   // models.Session as the database has it
)

// flash is a sentence for the next page.
type flash struct {
	Tone components.Tone `json:"tone"`
	Text string          `json:"text"`
}

// sessionStore keeps gorilla sessions in the database: the cookie holds a
// random token and nothing else, so a session can be ended from here, and its
// id changes when somebody signs in.
type sessionStore struct {
	store    *models.Store
	clientIP echo.IPExtractor
	options  sessions.Options
	name     string
}

var _ sessions.Store = (*sessionStore)(nil)

func (s *Server) newSessionStore() *sessionStore {
	return &sessionStore{
		store: s.Store, clientIP: s.echo.IPExtractor, name: s.cookieName(sessionCookie),
		options: sessions.Options{
			Path: "/", MaxAge: int(models.SessionLife.Seconds()),
			HttpOnly: true, Secure: s.https, SameSite: http.SameSiteLaxMode,
		},
	}
}

// Get returns the request's session, loading it once.
func (ss *sessionStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(ss, name)
}

// New loads the session that the cookie names, or makes an empty one. An error
// is the database's, never "there is no such session": nobody must seem signed
// out because the database is away.
func (ss *sessionStore) New(r *http.Request, name string) (*sessions.Session, error) {
	session := sessions.NewSession(ss, name)
	options := ss.options
	session.Options, session.IsNew = &options, true
	cookie, err := r.Cookie(name)
	if err != nil {
		return session, nil
	}
	row, err := ss.store.LoadSession(r.Context(), cookie.Value)
	if errors.Is(err, models.ErrNotFound) {
		return session, nil
	}
	if err != nil {
		return session, err
	}
	session.ID, session.IsNew = cookie.Value, false
	session.Values[staffKey], session.Values[savedKey] = row.StaffID, row
	session.Values[pendingKey] = row.AwaitsCode(ss.store.Now())
	if row.Data != "" {
		var flashes []flash
		if err := json.Unmarshal([]byte(row.Data), &flashes); err != nil {
			return session, fmt.Errorf("read session: %w", err)
		}
		session.Values[flashesKey] = flashes
	}
	return session, ss.store.TouchSession(r.Context(), row)
}

// Save writes the session when something changed. One that holds nothing is
// not stored, so visitors who do not sign in leave no rows behind. A negative
// MaxAge ends it.
func (ss *sessionStore) Save(r *http.Request, w http.ResponseWriter, session *sessions.Session) error {
	if session.Options.MaxAge < 0 {
		http.SetCookie(w, sessions.NewCookie(session.Name(), "", session.Options))
		return ss.end(r.Context(), session)
	}
	row, err := encodeSession(session)
	if err != nil {
		return err
	}
	saved, known := session.Values[savedKey].(models.Session)
	if row.StaffID == saved.StaffID && row.PendingID == saved.PendingID && row.Data == saved.Data {
		return nil
	}
	if known && session.ID != "" {
		// Ended meanwhile, say by a new password: it stays ended.
		if err := ss.store.UpdateSession(r.Context(), session.ID, row); err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
		session.Values[savedKey] = row
		return nil
	}
	if session.ID == "" {
		session.ID = models.NewSessionToken()
		http.SetCookie(w, sessions.NewCookie(session.Name(), session.ID, session.Options))
	}
	row.IP, row.UserAgent = ss.clientIP(r), r.UserAgent()
	if err := ss.store.SaveSession(r.Context(), session.ID, row); err != nil {
		return err
	}
	session.Values[savedKey] = row
	return nil
}

func encodeSession(session *sessions.Session) (models.Session, error) {
	var row models.Session
	row.StaffID, _ = session.Values[staffKey].(int64)
	row.PendingID, _ = session.Values[pendingKey].(int64)
	if flashes, _ := session.Values[flashesKey].([]flash); len(flashes) > 0 {
		raw, err := json.Marshal(flashes)
		if err != nil {
			return row, fmt.Errorf("write session: %w", err)
		}
		row.Data = string(raw)
	}
	return row, nil
}

// end deletes the stored session; what it held is gone with it.
func (ss *sessionStore) end(ctx context.Context, session *sessions.Session) error {
	if session.ID != "" {
		if err := ss.store.EndSession(ctx, session.ID); err != nil {
			return err
		}
	}
	session.ID, session.IsNew = "", true
	clear(session.Values)
	return nil
}

// startSession signs a member of staff in under a fresh id: whoever planted or
// saw the former one has nothing.
func (s *Server) startSession(c echo.Context, staffID int64) error {
	return s.freshSession(c, staffKey, staffID)
}

// awaitCode begins a session that signs nobody in until a code is given.
func (s *Server) awaitCode(c echo.Context, staffID int64) error {
	return s.freshSession(c, pendingKey, staffID)
}

func (s *Server) freshSession(c echo.Context, key sessionKey, staffID int64) error {
	session := of(c).session
	if err := s.sessions.end(c.Request().Context(), session); err != nil {
		return err
	}
	session.Values[key] = staffID
	return s.saveSession(c)
}

// endSession signs this browser out.
func (s *Server) endSession(c echo.Context) error {
	session := of(c).session
	session.Options.MaxAge = -1
	return s.saveSession(c)
}

func (s *Server) saveSession(c echo.Context) error {
	session := of(c).session
	if session == nil {
		return nil
	}
	return session.Save(c.Request(), c.Response())
}

// addFlash leaves a sentence for the next page.
func addFlash(c echo.Context, tone components.Tone, sentence string) {
	values := of(c).session.Values
	flashes, _ := values[flashesKey].([]flash)
	values[flashesKey] = append(flashes, flash{tone, sentence})
}

// takeFlashes returns the sentences left for this page, once.
func takeFlashes(c echo.Context) []components.NoteView {
	session := of(c).session
	if session == nil {
		return nil
	}
	flashes, _ := session.Values[flashesKey].([]flash)
	delete(session.Values, flashesKey)
	var notes []components.NoteView
	for _, f := range flashes {
		notes = append(notes, components.NoteView{Tone: f.Tone, Text: f.Text, TestID: "flash-" + string(f.Tone)})
	}
	return notes
}
