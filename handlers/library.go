package handlers

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/upstream"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/library"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// explained tells an error of the platform from all others: what it says goes onto
// the page.
func explained(c echo.Context, err error) (*models.PlatformRefusal, error) {
	refusal, refused := models.ExplainRefusal(err)
	if gone := c.Request().Context().Err(); gone != nil {
		return nil, gone
	}
	if !refused {
		return nil, err
	}
	return &refusal, nil
}

// showLibrary shows a page of the platform's public library.
func (s *Server) showLibrary(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	query, err := filters(c, library.FamilyParam, library.CategoryParam, library.PageParam)
	if err != nil {
		return err
	}
	family := models.FamilySubscribe
	if value := query.Get(library.FamilyParam); value != "" {
		family = models.Family(value)
	}
	category, page, err := placeInLibrary(query.Get(library.CategoryParam), query.Get(library.PageParam))
	if err != nil || !slices.Contains(models.Families, family) {
		return badRequest(fmt.Errorf("library %q: %w", family, err))
	}
	shelf, err := s.upstream.Browse(ctx, app, family, category, page-1)
	refusal, err := explained(c, err)
	if err != nil {
		return err
	}
	frame := s.page(c, layout.NavTemplates, text.LibraryTitle)
	frame.Context = text.LibraryContext.In(ctx)
	return s.render(c, http.StatusOK, library.Shelf(library.NewShelf(ctx, frame, family, page-1, shelf, refusal)))
}

// maxLibraryPage is far beyond the end of any library.
const maxLibraryPage = 10_000

// placeInLibrary reads where in the library one is; the first page is 1.
func placeInLibrary(categoryText, pageText string) (category, page int, err error) {
	page = 1
	if categoryText != "" {
		category, err = strconv.Atoi(categoryText)
	}
	if pageText != "" && err == nil {
		page, err = strconv.Atoi(pageText)
	}
	if err == nil && (page < 1 || page > maxLibraryPage || category < 0) {
		err = fmt.Errorf("page %d of category %d", page, category)
	}
	return category, page, err
}

// showEntry shows a template of the library with the keywords to choose from.
func (s *Server) showEntry(c echo.Context) error {
	query, err := filters(c, library.TitleParam)
	if err != nil {
		return err
	}
	return s.entryPage(c, http.StatusOK, library.EntryForm{Title: query.Get(library.TitleParam)}, nil)
}

func (s *Server) entryPage(c echo.Context, status int, form library.EntryForm, refusal *models.PlatformRefusal) error {
	ctx, family, id := c.Request().Context(), models.Family(param(c, "family")), param(c, "entry")
	if !slices.Contains(models.Families, family) {
		return models.ErrNotFound
	}
	offers, err := s.upstream.Offers(ctx, currentApp(c), family, id)
	unread, err := explained(c, err)
	if err != nil {
		return err
	}
	if refusal == nil {
		refusal = unread
	}
	return s.render(c, status, library.Entry(library.NewEntry(ctx, s.page(c, layout.NavTemplates, text.LibraryTitle), family, id, offers, form, refusal)))
}

// addEntry adds a template of the library with the chosen keywords, and registers it.
func (s *Server) addEntry(c echo.Context) error {
	ctx, app, family, id := c.Request().Context(), currentApp(c), models.Family(param(c, "family")), param(c, "entry")
	if !slices.Contains(models.Families, family) {
		return models.ErrNotFound
	}
	form, chosen := readEntry(c, family)
	if form.Errors != nil {
		return s.entryPage(c, http.StatusUnprocessableEntity, form, nil)
	}
	t, err := s.upstream.Add(ctx, actor(c), app, upstream.Choice{Family: family, ID: id, Title: form.Title, Keywords: chosen, Scene: form.Scene})
	if sentences, refused := refusals(ctx, err); refused {
		form.Errors = sentences
		return s.entryPage(c, http.StatusUnprocessableEntity, form, nil)
	}
	if refusal, err := explained(c, err); refusal != nil {
		return s.entryPage(c, http.StatusUnprocessableEntity, form, refusal)
	} else if err != nil {
		return err
	}
	if t.ID == 0 {
		addFlash(c, components.ToneWarning, text.LibraryAddedOnly.In(ctx))
		return s.see(c, paths.TemplateSync(app.Appid))
	}
	return s.done(c, paths.TemplateEdit(app.Appid, t.ID), text.LibraryAdded, t.Title)
}

// readEntry reads which keywords were chosen, in the order that was typed.
func readEntry(c echo.Context, family models.Family) (form library.EntryForm, chosen []int) {
	values := c.Request().PostForm
	form = library.EntryForm{Title: values.Get(library.TitleParam), Scene: values.Get("scene"), Orders: map[int]string{}}
	places := map[int]int{}
	for name := range values {
		text := strings.TrimSpace(values.Get(name))
		number, isOrder := strings.CutPrefix(name, library.OrderPrefix)
		id, err := strconv.Atoi(number)
		if !isOrder || err != nil || text == "" {
			continue
		}
		form.Orders[id] = text
		place, err := strconv.Atoi(text)
		if _, twice := places[place]; twice || err != nil || place < 1 {
			form.Errors = badOrder(c, family)
		}
		places[place] = id
	}
	for _, place := range slices.Sorted(maps.Keys(places)) {
		chosen = append(chosen, places[place])
	}
	return form, chosen
}

func badOrder(c echo.Context, family models.Family) map[string]string {
	_, most, _ := upstream.Limits(family)
	return map[string]string{"keywords": text.LibraryBadOrder.In(c.Request().Context(), most)}
}

// dropTemplate deletes a template on the platform, once the word was typed.
func (s *Server) dropTemplate(c echo.Context) error {
	ctx := c.Request().Context()
	t, err := s.templateOf(c)
	if err != nil {
		return err
	}
	back := paths.Template(currentApp(c).Appid, t.ID)
	if c.FormValue("confirm") != text.DropWord.In(ctx) {
		addFlash(c, components.ToneError, text.DropWrong.In(ctx))
		return s.see(c, back)
	}
	err = s.upstream.Delete(ctx, actor(c), currentApp(c), t)
	if refusal, err := explained(c, err); refusal != nil {
		note := library.RefusedNote(ctx, *refusal)
		addFlash(c, note.Tone, note.Title+" "+note.Text)
		return s.see(c, back)
	} else if err != nil {
		return err
	}
	return s.done(c, back, text.DropDone, t.Title)
}
