package handlers

import (
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/batch"
	"xinshi/views/compose"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// newBatch is the form for a batch.
func (s *Server) newBatch(c echo.Context) error {
	form, err := s.batchQuery(c)
	if err != nil {
		return err
	}
	src, err := s.batchForm(c, form)
	if err != nil {
		return err
	}
	return s.newBatchPage(c, http.StatusOK, src)
}

// previewBatch shows what is typed so far: to htmx the parts that change, to a
// plain form the whole page.
func (s *Server) previewBatch(c echo.Context) error {
	form := readBatchForm(c)
	src, err := s.batchForm(c, form)
	if err != nil {
		return err
	}
	by := c.FormValue("by")
	if by != "" {
		src.Form.Message = src.Form.Message.Switch(composeMode(by), src.Template, src.App.Zone())
	}
	if isFragment(c) && by == "" {
		ctx := c.Request().Context()
		page := batch.NewFormPage(ctx, s.part(c), src)
		page.Changed = form.For != src.Form.For
		return s.render(c, http.StatusOK, batch.Typed(page))
	}
	return s.newBatchPage(c, http.StatusOK, src)
}

// checkBatch asks once more, with what will happen in numbers.
func (s *Server) checkBatch(c echo.Context) error {
	ctx := c.Request().Context()
	src, in, err := s.typedBatch(c)
	if err != nil {
		return err
	}
	if err := s.Store.CheckBatch(ctx, src.App, in); err != nil || len(src.Errors) > 0 {
		return s.refuseBatch(c, src, err)
	}
	crowd, err := s.crowd(ctx, src.App, src.Template, in)
	if err != nil {
		return err
	}
	frame := s.page(c, layout.NavBatches, text.BatchCheckTitle)
	page := batch.NewCheckPage(ctx, frame, src, in, crowd, batchInputs(c.Request().PostForm))
	page.MustCheck = mustCheck(src.App, crowd)
	return s.render(c, http.StatusOK, batch.Check(page))
}

// addBatch sets the batch up.
func (s *Server) addBatch(c echo.Context) error {
	src, in, err := s.typedBatch(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if len(src.Errors) > 0 { // say all that is wrong at once
		return s.refuseBatch(c, src, s.Store.CheckBatch(ctx, src.App, in))
	}
	if err := s.Store.CheckBatch(ctx, src.App, in); err != nil {
		return s.refuseBatch(c, src, err)
	}
	crowd, err := s.crowd(ctx, src.App, src.Template, in)
	if err != nil {
		return err
	}
	if mustCheck(src.App, crowd) {
		return s.toCheck(c, src, in)
	}
	b, err := s.Store.AddBatch(ctx, actor(c), src.App, in)
	if err != nil {
		return s.refuseBatch(c, src, err)
	}
	s.Wake()
	return s.done(c, paths.Batch(src.App.Appid, b.ID), text.BatchAdded, b.Name)
}

// refuseBatch shows the form again with everything that is wrong with it; err is
// what models said, if anything.
func (s *Server) refuseBatch(c echo.Context, src batch.FormSource, err error) error {
	sentences, refused := batchRefusals(c.Request().Context(), err)
	if err != nil && !refused {
		return err
	}
	maps.Copy(src.Errors, sentences)
	src.Refused = true
	return s.newBatchPage(c, http.StatusUnprocessableEntity, src)
}

// typedBatch reads the form, and what is wrong with it that models cannot see.
func (s *Server) typedBatch(c echo.Context) (batch.FormSource, models.BatchInput, error) {
	ctx := c.Request().Context()
	src, err := s.batchForm(c, readBatchForm(c))
	if err != nil {
		return src, models.BatchInput{}, err
	}
	in, bad := batchInput(ctx, src, s.Store.Now())
	src.Errors = batch.Certain(ctx, src)
	maps.Copy(src.Errors, bad)
	return src, in, nil
}

// batchForm loads what the form's page shows beside what was typed.
func (s *Server) batchForm(c echo.Context, form batch.Form) (batch.FormSource, error) {
	ctx, app := c.Request().Context(), currentApp(c)
	src := batch.FormSource{App: app, Form: form}
	var err error
	if src.Templates, err = s.Store.Templates(ctx, app.ID); err != nil {
		return src, err
	}
	at := slices.IndexFunc(src.Templates, func(t models.Template) bool { return t.TemplateID == form.Message.Template })
	if at >= 0 {
		src.Template = src.Templates[at]
		src.Form = form.Fit(src.Template)
	} else if src.Form.Message.Mode == "" {
		src.Form.Message.Mode = compose.ByKeywords
	}
	if err := s.loadAudiences(ctx, &src); err != nil {
		return src, err
	}
	src.First, err = s.firstOf(ctx, src)
	return src, err
}

func (s *Server) newBatchPage(c echo.Context, status int, src batch.FormSource) error {
	ctx := c.Request().Context()
	frame := s.page(c, layout.NavBatches, text.BatchAdd)
	frame.Context = text.BatchNewContext.In(ctx)
	return s.render(c, status, batch.New(batch.NewFormPage(ctx, frame, src)))
}
