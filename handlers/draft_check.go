package handlers

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/exporting"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/sending"
	"xinshi/views/text"
)

// shownProblems is how many people with problems the step 检查 lists itself.
const shownProblems = 5

// groupParam says which people of a check are listed.
const groupParam = "group"

// showCheck is the step 检查. Opening it begins the check, unless there is one
// that holds: it sends nothing and reserves nothing. htmx asks for what it found
// while it runs.
func (s *Server) showCheck(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error {
		src, err := s.checked(c, d)
		if err != nil {
			return err
		}
		return s.checkPage(c, http.StatusOK, src)
	})
}

func (s *Server) checkPage(c echo.Context, status int, src sending.Source) error {
	ctx := c.Request().Context()
	var err error
	if src.Found, err = s.foundProblems(ctx, src.App, src.Check); err != nil {
		return err
	}
	if src.Testers, err = s.Store.Testers(ctx, src.App.ID); err != nil {
		return err
	}
	key := rand.Text() // one test a page, however often it is sent
	if isFragment(c) {
		return s.render(c, status, sending.Found(sending.NewPage(ctx, s.part(c), src, key)))
	}
	frame := s.page(c, layout.NavCompose, text.CheckTitle)
	return s.render(c, status, sending.Check(sending.NewPage(ctx, frame, src, key)))
}

// checked is a draft with the check of it as it is now.
func (s *Server) checked(c echo.Context, d models.Draft) (sending.Source, error) {
	ctx, app := c.Request().Context(), currentApp(c)
	src := sending.Source{App: app, Draft: d, Now: s.Store.Now()}
	var err error
	src.Check, err = s.Store.CheckDraft(ctx, app, d)
	var refused *models.ValidationError
	if errors.As(err, &refused) {
		src.Problems = *refused
		return src, nil
	}
	if err == nil && src.Check.State == models.CheckRunning {
		s.Wake()
	}
	return src, err
}

// foundProblems are some whose values are refused, or else may be.
func (s *Server) foundProblems(ctx context.Context, app models.App, check models.BatchCheck) ([]models.CheckedPerson, error) {
	group := models.GroupBlocked
	switch {
	case check.State != models.CheckDone || check.Blocked+check.Warned == 0:
		return nil, nil
	case check.Blocked == 0:
		group = models.GroupWarned
	}
	found, err := s.Store.CheckedPeople(ctx, app, check, group, models.Cursor{}, shownProblems)
	return found.Rows, err
}

// withDraft loads the draft that the URL names. One that is no draft any more
// leads to its page.
func (s *Server) withDraft(c echo.Context, do func(models.Draft) error) error {
	ctx, app := c.Request().Context(), currentApp(c)
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	d, err := s.Store.Draft(ctx, app, id)
	if errors.Is(err, models.ErrConflict) {
		addFlash(c, components.ToneInfo, text.CheckNotDraft.In(ctx))
		return s.see(c, paths.Batch(app.Appid, id))
	}
	if err != nil {
		return err
	}
	err = do(d)
	if errors.Is(err, models.ErrConflict) && !c.Response().Committed {
		addFlash(c, components.ToneWarning, text.CheckDraftChanged.In(ctx))
		return s.see(c, paths.DraftCheck(app.Appid, id))
	}
	return err
}

// listChecked lists the people of a group of a check.
func (s *Server) listChecked(c echo.Context) error {
	query, err := filters(c, groupParam, beforeParam, afterParam)
	if err != nil {
		return err
	}
	at, err := cursor(query)
	if err != nil {
		return err
	}
	group := models.CheckGroup(query.Get(groupParam))
	if !slices.Contains(models.CheckGroups, group) {
		return badRequest(errors.New("unknown group"))
	}
	return s.withDraft(c, func(d models.Draft) error {
		ctx := c.Request().Context()
		src, err := s.checked(c, d)
		if err != nil {
			return err
		}
		if src.Check.ID == 0 { // the draft cannot be checked: its page says why
			return s.see(c, paths.DraftCheck(src.App.Appid, d.ID))
		}
		found, err := s.Store.CheckedPeople(ctx, src.App, src.Check, group, at, pageSize)
		if err != nil {
			return err
		}
		frame := s.page(c, layout.NavCompose, text.CheckTitle)
		here := paths.DraftCheckPeople(src.App.Appid, d.ID, "")
		return s.render(c, http.StatusOK, sending.People(sending.NewPeoplePage(ctx, frame, src, group, found.Rows, pager(here, query, found))))
	})
}

// exportCheck is the dry run of a whole batch as a file.
func (s *Server) exportCheck(c echo.Context) error {
	format, err := fileFormat(c.Request().PostForm.Get(exporting.FormatParam))
	if err != nil {
		return err
	}
	return s.withDraft(c, func(d models.Draft) error {
		ctx, app := c.Request().Context(), currentApp(c)
		check, err := s.Store.DraftCheck(ctx, app, d)
		if err != nil {
			return err
		}
		if check.State != models.CheckDone || !check.Holds {
			return models.ErrConflict // its page begins a new one
		}
		rows := func(yield func([]any, error) bool) {
			if !yield(sending.ExportHeader(ctx, d.Template), nil) {
				return
			}
			for people, err := range s.Store.AllChecked(ctx, app, check) {
				if err != nil {
					yield(nil, err)
					return
				}
				for _, p := range people {
					if !yield(sending.ExportRow(ctx, p), nil) {
						return
					}
				}
			}
		}
		return s.export(c, format, table{name: text.CheckExportFile.In(ctx), what: "batch", id: d.ID, rows: rows})
	})
}

// leaveOut chooses whether those who got a message lately are left out.
func (s *Server) leaveOut(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error {
		plan := d.Plan
		plan.LeaveOut = c.FormValue("leave_out") == "1"
		said := text.CheckTakenInSet
		if plan.LeaveOut {
			said = text.CheckLeftOutSet
		}
		if err := s.savePlanOf(c, d, plan); err != nil {
			return err
		}
		return s.done(c, paths.DraftCheck(currentApp(c).Appid, d.ID), said)
	})
}

// savePlanOf keeps a plan, if the draft is still the one that the page showed.
func (s *Server) savePlanOf(c echo.Context, d models.Draft, plan models.DraftPlan) error {
	version, err := models.ParseID(c.FormValue("version"))
	if err != nil {
		return badRequest(err)
	}
	_, err = s.Store.SaveDraft(c.Request().Context(), actor(c), currentApp(c), d.ID, version, models.DraftChange{Plan: &plan})
	return err
}

// testDraft sends a draft's message to testers.
func (s *Server) testDraft(c echo.Context) error {
	return s.withDraft(c, func(d models.Draft) error {
		ctx, app := c.Request().Context(), currentApp(c)
		version, err := models.ParseID(c.FormValue("version"))
		if err != nil {
			return badRequest(err)
		}
		if version != d.Version {
			return models.ErrConflict
		}
		var to []int64
		for _, value := range c.Request().PostForm["to"] {
			id, err := models.ParseID(value)
			if err != nil {
				return badRequest(err)
			}
			to = append(to, id)
		}
		results, err := s.Store.TestSend(ctx, actor(c), app, d, to, c.FormValue("key"))
		if sentences, refused := refusals(ctx, err); refused {
			return s.refuseTest(c, d, sentences)
		}
		if err != nil {
			return err
		}
		for _, r := range results {
			s.sayTested(c, r)
		}
		s.Wake()
		return s.see(c, paths.DraftCheck(app.Appid, d.ID))
	})
}

func (s *Server) refuseTest(c echo.Context, d models.Draft, sentences map[string]string) error {
	src, err := s.checked(c, d)
	if err != nil {
		return err
	}
	if src.Errors = sentences; sentences["to"] != "" {
		src.Errors["to"] = text.CheckTestChoose.In(c.Request().Context())
	}
	return s.checkPage(c, http.StatusUnprocessableEntity, src)
}

func (s *Server) sayTested(c echo.Context, r models.TestResult) {
	ctx := c.Request().Context()
	if r.Refused == nil {
		addFlash(c, components.ToneSuccess, text.CheckTestSent.In(ctx, r.To.Name()))
		return
	}
	for _, fe := range r.Refused.Fields {
		addFlash(c, components.ToneError, text.CheckTestRefused.In(ctx, r.To.Name(), text.Reason(ctx, fe.Reason, fe.Limit)))
	}
}
