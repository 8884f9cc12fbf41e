package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/template"
	"xinshi/views/text"
)

// listTemplates lists the App's templates.
func (s *Server) listTemplates(c echo.Context) error {
	ctx := c.Request().Context()
	if _, err := filters(c); err != nil {
		return err
	}
	templates, err := s.Store.Templates(ctx, currentApp(c).ID)
	if err != nil {
		return err
	}
	frame := s.page(c, layout.NavTemplates, text.NavTemplates)
	frame.Context = text.TemplatesContext.In(ctx)
	return s.render(c, http.StatusOK, template.List(template.NewList(ctx, frame, templates)))
}

// showTemplate shows one template and what fills it.
func (s *Server) showTemplate(c echo.Context) error {
	t, err := s.templateOf(c)
	if err != nil {
		return err
	}
	frame := s.page(c, layout.NavTemplates, text.NavTemplates)
	frame.Title = t.Title
	return s.render(c, http.StatusOK, template.Show(template.NewShow(c.Request().Context(), frame, t)))
}

// templateOf is the template that the URL names.
func (s *Server) templateOf(c echo.Context) (models.Template, error) {
	id, err := idParam(c, "id")
	if err != nil {
		return models.Template{}, err
	}
	return s.Store.Template(c.Request().Context(), currentApp(c).ID, id)
}

// newTemplate shows the empty form.
func (s *Server) newTemplate(c echo.Context) error {
	return s.templateForm(c, http.StatusOK, 0, newTemplateForm())
}

// editTemplate shows the form of a stored template.
func (s *Server) editTemplate(c echo.Context) error {
	t, err := s.templateOf(c)
	if err != nil {
		return err
	}
	return s.templateForm(c, http.StatusOK, t.ID, template.FormOf(t))
}

// templateForm shows the form; whatever else is on the page is loaded here.
func (s *Server) templateForm(c echo.Context, status int, id int64, form template.Form) error {
	ctx := c.Request().Context()
	siblings, err := s.Store.Templates(ctx, currentApp(c).ID)
	if err != nil {
		return err
	}
	frame := s.page(c, layout.NavTemplates, text.TemplateNewTitle)
	frame.Context = text.TemplateNewContext.In(ctx)
	if id != 0 {
		frame.Title, frame.Context = text.TemplateEditThis.In(ctx, form.Title), text.TemplateEditContext.In(ctx)
	}
	return s.render(c, status, template.EditForm(template.NewForm(ctx, frame, id, form, siblings)))
}

// addTemplate registers a template, or does to the form's rows what was asked.
func (s *Server) addTemplate(c echo.Context) error {
	form, action, err := readTemplateForm(c)
	if err != nil {
		return err
	}
	if action != actionSave {
		return s.templateForm(c, http.StatusOK, 0, form)
	}
	ctx := c.Request().Context()
	t, err := s.Store.AddTemplate(ctx, actor(c), currentApp(c).ID, templateInput(form))
	if sentences, refused := refusals(ctx, err); refused {
		form.Errors = sentences
		return s.templateForm(c, http.StatusUnprocessableEntity, 0, form)
	}
	if err != nil {
		return err
	}
	return s.done(c, paths.Template(currentApp(c).Appid, t.ID), text.TemplateAdded, t.Title)
}

// saveTemplate changes a template's words and mapping.
func (s *Server) saveTemplate(c echo.Context) error {
	before, err := s.templateOf(c)
	if err != nil {
		return err
	}
	form, action, err := readTemplateForm(c)
	if err != nil {
		return err
	}
	form.TemplateID, form.Kind = before.TemplateID, before.Kind
	if action != actionSave {
		return s.templateForm(c, http.StatusOK, before.ID, form)
	}
	ctx := c.Request().Context()
	t, err := s.Store.UpdateTemplate(ctx, actor(c), before.AppID, before.ID, templateInput(form))
	if sentences, refused := refusals(ctx, err); refused {
		form.Errors = sentences
		return s.templateForm(c, http.StatusUnprocessableEntity, before.ID, form)
	}
	if err != nil {
		return err
	}
	return s.done(c, paths.Template(currentApp(c).Appid, t.ID), text.TemplateSaved, t.Title)
}

// previewTemplate answers the card of the form as it stands.
func (s *Server) previewTemplate(c echo.Context) error {
	form, _, err := readTemplateForm(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	return s.render(c, http.StatusOK, template.Preview(template.NewForm(ctx, s.part(c), 0, form, nil)))
}

// stopTemplate takes a template out of use.
func (s *Server) stopTemplate(c echo.Context) error {
	return s.switchTemplate(c, text.TemplateStoppedDone, func(ctx context.Context, t models.Template) error {
		return s.Store.StopTemplate(ctx, actor(c), t.AppID, t.ID, 0, "")
	})
}

// startTemplate brings it back; the engine may have messages that waited for it.
func (s *Server) startTemplate(c echo.Context) error {
	return s.switchTemplate(c, text.TemplateStartedDone, func(ctx context.Context, t models.Template) error {
		err := s.Store.ResumeTemplate(ctx, actor(c), t.AppID, t.ID)
		s.Wake()
		return err
	})
}

func (s *Server) switchTemplate(c echo.Context, done text.Text, change func(context.Context, models.Template) error) error {
	t, err := s.templateOf(c)
	if err != nil {
		return err
	}
	if err := change(c.Request().Context(), t); err != nil {
		return err
	}
	return s.done(c, paths.Template(currentApp(c).Appid, t.ID), done, t.Title)
}
