package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/recipient"
	"xinshi/views/segment"
	"xinshi/views/text"
)

// listGroups shows an App's segments and tags.
func (s *Server) listGroups(c echo.Context) error {
	if _, err := filters(c); err != nil {
		return err
	}
	return s.groupsPage(c, http.StatusOK, segment.Refusal{})
}

func (s *Server) groupsPage(c echo.Context, status int, refused segment.Refusal) error {
	ctx, app := c.Request().Context(), currentApp(c)
	segments, err := s.Store.Segments(ctx, app.ID)
	if err != nil {
		return err
	}
	tags, err := s.Store.Tags(ctx, app.ID)
	if err != nil {
		return err
	}
	templates, err := s.Store.Templates(ctx, app.ID)
	if err != nil {
		return err
	}
	frame := s.page(c, layout.NavRecipients, text.GroupsTitle)
	frame.RequestPath = paths.Groups(app.Appid)
	return s.render(c, status, segment.Groups(segment.NewPage(ctx, frame, segments, tags, templates, refused)))
}

// addSegment saves the filters of the list of users under a name.
func (s *Server) addSegment(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	query, err := listedQuery(c.FormValue("list"))
	if err != nil {
		return err
	}
	query = inUse(query)
	filter, err := recipientFilter(query, app)
	if err != nil {
		return err
	}
	name := c.FormValue("name")
	saved, err := s.Store.SaveSegment(ctx, actor(c), app.ID, 0, name, filter)
	if sentences, refused := refusals(ctx, err); refused {
		return s.recipientsPage(c, http.StatusUnprocessableEntity, query, recipient.Typed{Name: name, NameError: sentences["name"]})
	}
	if err != nil {
		return err
	}
	return s.done(c, paths.WithQuery(paths.Recipients(app.Appid), query), text.SegmentSaved, saved.Name)
}

// renameSegment gives a segment another name.
func (s *Server) renameSegment(c echo.Context) error {
	return s.renameGroup(c, func(ctx context.Context, id int64, name string) error {
		old, err := s.Store.Segment(ctx, currentApp(c).ID, id)
		if err != nil {
			return err
		}
		_, err = s.Store.SaveSegment(ctx, actor(c), currentApp(c).ID, id, name, old.Filter)
		return err
	})
}

// renameTag gives a tag another name.
func (s *Server) renameTag(c echo.Context) error {
	return s.renameGroup(c, func(ctx context.Context, id int64, name string) error {
		_, err := s.Store.RenameTag(ctx, actor(c), currentApp(c).ID, id, name)
		return err
	})
}

// renameGroup renames and goes back to the list, or shows the name again that
// was refused.
func (s *Server) renameGroup(c echo.Context, rename func(ctx context.Context, id int64, name string) error) error {
	ctx, name := c.Request().Context(), c.FormValue("name")
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	err = rename(ctx, id, name)
	if sentences, refused := refusals(ctx, err); refused {
		return s.groupsPage(c, http.StatusUnprocessableEntity, segment.Refusal{ID: id, Typed: name, Error: sentences["name"]})
	}
	if err != nil {
		return err
	}
	return s.done(c, paths.Groups(currentApp(c).Appid), text.GroupRenamed)
}

// deleteSegment forgets a segment.
func (s *Server) deleteSegment(c echo.Context) error {
	return s.deleteGroup(c, s.Store.DeleteSegment, text.SegmentDeleted)
}

// deleteTag takes a tag from everyone.
func (s *Server) deleteTag(c echo.Context) error {
	return s.deleteGroup(c, s.Store.DeleteTag, text.TagDeleted)
}

func (s *Server) deleteGroup(c echo.Context, remove func(context.Context, models.Actor, int64, int64) error, did text.Text) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	if err := remove(c.Request().Context(), actor(c), currentApp(c).ID, id); err != nil {
		return err
	}
	return s.done(c, paths.Groups(currentApp(c).Appid), did)
}
