package handlers

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/recipient"
	"xinshi/views/text"
)

// blankAttributes is how many empty rows wait for new attributes.
const blankAttributes = 2

// editRecipient is the form for one user.
func (s *Server) editRecipient(c echo.Context) error {
	person, err := s.personOf(c)
	if err != nil {
		return err
	}
	tags, err := s.tagsOf(c, person)
	if err != nil {
		return err
	}
	if err := s.Store.NoteView(c.Request().Context(), actor(c), currentApp(c).ID, person.ID); err != nil {
		return err
	}
	return s.editPage(c, http.StatusOK, person, recipient.NewForm(person, tags).WithBlank(blankAttributes))
}

// saveRecipient changes what is kept about a user.
func (s *Server) saveRecipient(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	person, err := s.personOf(c)
	if err != nil {
		return err
	}
	stored, err := s.tagsOf(c, person)
	if err != nil {
		return err
	}
	form := readRecipientForm(c, stored)
	if c.FormValue("more") != "" {
		return s.editPage(c, http.StatusOK, person, form.WithBlank(blankAttributes))
	}
	attributes, twice := attributesOf(form.Attributes)
	in := models.RecipientInput{
		Openid: person.Openid, Nickname: form.Nickname, Remark: form.Remark, Phone: form.Phone, Note: &form.Note, Attributes: attributes, Tags: tagNames(form),
	}
	if twice != "" {
		form.Errors = map[string]string{"attributes": text.RecipientAttrTwice.In(ctx, twice)}
		return s.editPage(c, http.StatusUnprocessableEntity, person, form)
	}
	_, err = s.Store.SaveRecipient(ctx, actor(c), app.ID, in)
	if sentences, refused := refusals(ctx, err); refused {
		form.Errors = sentences
		return s.editPage(c, http.StatusUnprocessableEntity, person, form)
	}
	if err != nil {
		return err
	}
	return s.done(c, paths.Recipient(app.Appid, person.ID), text.RecipientSaved)
}

// maxTypedNames bounds how many values a form may make us hold.
const maxTypedNames = 200

// readRecipientForm reads what was typed; stored are the tags that had a box.
func readRecipientForm(c echo.Context, stored []models.Tag) recipient.Form {
	v := c.Request().PostForm
	form := recipient.Form{Nickname: v.Get("nickname"), Remark: v.Get("remark"), Phone: v.Get("phone"), NewTags: v.Get("tags"), Note: v.Get("note")}
	for _, t := range stored {
		form.Tags = append(form.Tags, recipient.Ticked{Name: t.Name, On: slices.Contains(v["tag"], t.Name)})
	}
	names, values := v["attr_name"], v["attr_value"]
	for i := range min(len(names), len(values), maxTypedNames) {
		form.Attributes = append(form.Attributes, recipient.Pair{Name: names[i], Value: values[i]})
	}
	return form
}

// attributesOf makes rows to attributes; twice is a name that stands in two of them.
func attributesOf(pairs []recipient.Pair) (attributes map[string]string, twice string) {
	attributes = map[string]string{}
	for _, p := range pairs {
		name, value := strings.TrimSpace(p.Name), strings.TrimSpace(p.Value)
		if name == "" && value == "" {
			continue
		}
		if _, there := attributes[name]; there {
			return nil, name
		}
		attributes[name] = value
	}
	return attributes, ""
}

// tagNames are the tags that stay and those typed anew. None at all is a list
// without tags, not one that leaves them alone.
func tagNames(form recipient.Form) []string {
	names := []string{}
	for _, t := range form.Tags {
		if t.On {
			names = append(names, t.Name)
		}
	}
	for _, name := range strings.FieldsFunc(form.NewTags, func(r rune) bool { return strings.ContainsRune(",，、;；\r\n", r) }) {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

func (s *Server) tagsOf(c echo.Context, person models.Recipient) ([]models.Tag, error) {
	tags, err := s.Store.TagsOf(c.Request().Context(), person.AppID, []int64{person.ID})
	return tags[person.ID], err
}

func (s *Server) editPage(c echo.Context, status int, person models.Recipient, form recipient.Form) error {
	if person.ErasedAt != 0 {
		return models.ErrConflict
	}
	frame := s.page(c, layout.NavRecipients, text.RecipientEditTitle)
	return s.render(c, status, recipient.Edit(recipient.NewEditPage(c.Request().Context(), frame, person, form)))
}
