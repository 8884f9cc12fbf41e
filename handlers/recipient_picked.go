package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/sheet"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/recipient"
	"xinshi/views/text"
)

// picked is what a form of the list of users asks for: something to be done
// with those who were ticked, or with everyone whom the list's filters find.
type picked struct {
	do    string
	list  string // the query of the list
	query url.Values
	ids   []int64
	all   bool
	tag   string
}

func readPicked(c echo.Context) (picked, error) {
	form := c.Request().PostForm
	p := picked{do: form.Get("do"), list: form.Get("list"), all: form.Get("all") != "", tag: form.Get("tag")}
	switch p.do {
	case recipient.DoCompose, recipient.DoTag, recipient.DoUntag, recipient.DoExport:
	default:
		return p, badRequest(fmt.Errorf("nothing is called %q", p.do))
	}
	var err error
	if p.query, err = listedQuery(p.list); err != nil {
		return p, err
	}
	for _, value := range form["id"] {
		id, err := models.ParseID(value)
		if err != nil {
			return p, badRequest(err)
		}
		p.ids = append(p.ids, id)
	}
	return p, nil
}

// pickedRecipients does something with several users at once.
func (s *Server) pickedRecipients(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	p, err := readPicked(c)
	if err != nil {
		return err
	}
	back := paths.WithQuery(paths.Recipients(app.Appid), whole(p.query))
	switch {
	case len(p.ids) == 0 && !p.all:
		addFlash(c, components.ToneWarning, text.PickNobody.In(ctx))
		return s.see(c, back)
	case p.do == recipient.DoCompose:
		return s.see(c, composeFor(app.Appid, p))
	case p.do == recipient.DoExport:
		return s.exportPicked(c, p)
	case p.all && c.FormValue("sure") == "":
		return s.checkTags(c, p)
	}
	job, err := s.tagPicked(c, p)
	if sentences, refused := refusals(ctx, err); refused {
		return s.recipientsPage(c, http.StatusUnprocessableEntity, p.query, p.typed(sentences))
	}
	if err != nil {
		return err
	}
	done := text.PickTagged
	if p.do == recipient.DoUntag {
		done = text.PickUntagged
	}
	return s.done(c, back, done, text.Number(job.People), p.tag)
}

// composeFor leads to a batch for those who were picked.
func composeFor(appid string, p picked) string {
	if p.all && len(inUse(p.query)) == 0 {
		return paths.With(paths.DraftNew(appid), "audience", string(models.AudienceAll))
	}
	if p.all {
		return paths.With(paths.DraftNew(appid), "filter", inUse(p.query).Encode())
	}
	query := url.Values{"audience": {string(models.AudiencePicked)}}
	for _, id := range p.ids {
		query.Add("id", paths.ID(id))
	}
	return paths.WithQuery(paths.DraftNew(appid), query)
}

// exportPicked is a file of those who were picked, of the kind that staff open
// without being asked how.
func (s *Server) exportPicked(c echo.Context, p picked) error {
	ctx, app := c.Request().Context(), currentApp(c)
	if !currentStaff(c).Role.Can(models.PermExport) {
		return models.ErrForbidden
	}
	if p.all {
		filter, err := recipientFilter(inUse(p.query), app)
		if err != nil {
			return err
		}
		return s.exportPeople(c, sheet.XLSX, inUse(p.query), s.Store.AllRecipients(ctx, app.ID, filter))
	}
	known, err := s.Store.RecipientNames(ctx, app.ID, p.ids)
	if err != nil {
		return err
	}
	var people []models.Recipient
	for _, id := range p.ids {
		if r, ok := known[id]; ok {
			people = append(people, r)
		}
	}
	found := func(yield func([]models.Recipient, error) bool) { yield(people, nil) }
	return s.exportPeople(c, sheet.XLSX, url.Values{"picked": {strconv.Itoa(len(people))}}, found)
}

func (s *Server) tagPicked(c echo.Context, p picked) (models.TagJob, error) {
	who := models.PeopleSelection{IDs: p.ids}
	if p.all {
		filter, err := recipientFilter(inUse(p.query), currentApp(c))
		if err != nil {
			return models.TagJob{}, err
		}
		who = models.PeopleSelection{Filter: &filter}
	}
	tags := []string{p.tag}
	if p.do == recipient.DoUntag {
		return s.Store.TagPeople(c.Request().Context(), actor(c), currentApp(c).ID, who, nil, tags)
	}
	return s.Store.TagPeople(c.Request().Context(), actor(c), currentApp(c).ID, who, tags, nil)
}

// typed is what the list shows again when the tag was refused.
func (p picked) typed(sentences map[string]string) recipient.Typed {
	typed := recipient.Typed{Picked: map[int64]bool{}, Matching: p.all, Tag: p.tag}
	for _, id := range p.ids {
		typed.Picked[id] = true
	}
	for _, sentence := range sentences {
		typed.TagError = sentence
	}
	return typed
}

// checkTags asks once more before everyone whom the filters find is changed.
func (s *Server) checkTags(c echo.Context, p picked) error {
	ctx, app := c.Request().Context(), currentApp(c)
	if strings.TrimSpace(p.tag) == "" {
		required := map[string]string{"tag": text.Reason(ctx, models.ReasonRequired, 0)}
		return s.recipientsPage(c, http.StatusUnprocessableEntity, p.query, p.typed(required))
	}
	filter, err := recipientFilter(inUse(p.query), app)
	if err != nil {
		return err
	}
	people, err := s.Store.CountRecipients(ctx, app.ID, filter)
	if err != nil {
		return err
	}
	templates, err := s.Store.Templates(ctx, app.ID)
	if err != nil {
		return err
	}
	frame := s.page(c, layout.NavRecipients, text.PickCheckTitle)
	return s.render(c, http.StatusOK, recipient.CheckTags(recipient.NewCheckTagsPage(ctx, frame, recipient.CheckTagsSource{
		Do: p.do, Tag: p.tag, Whole: p.list, Query: inUse(p.query), People: people, Templates: templates,
	})))
}
