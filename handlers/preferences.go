package handlers

import (
	"github.com/labstack/echo/v4"
	"golang.org/x/text/language"

	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

const (
	langCookie  = "xinshi_lang"
	themeCookie = "xinshi_theme"
)

// languages is in the order of preference: whoever reads none of them gets
// Chinese. Readers of traditional characters are better off with the simplified
// ones than with English.
var (
	languages = []text.Lang{text.ZH, text.EN, text.ZH}
	matcher   = language.NewMatcher([]language.Tag{language.Chinese, language.English, language.TraditionalChinese})
)

// chooseLanguage puts the language into the context: the one chosen on a page,
// else what the browser or the shop's backend asks for.
func chooseLanguage(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		_, at := language.MatchStrings(matcher, r.Header.Get("Accept-Language"))
		lang := languages[at]
		if chosen, err := c.Cookie(langCookie); err == nil && chosen.Value != "" {
			lang = text.Lang(chosen.Value)
		}
		c.SetRequest(r.WithContext(text.WithLang(r.Context(), lang)))
		return next(c)
	}
}

// theme is the one chosen, or the system's.
func theme(c echo.Context) layout.Theme {
	if chosen, err := c.Cookie(themeCookie); err == nil {
		return knownTheme(chosen.Value)
	}
	return layout.ThemeSystem
}

func knownTheme(name string) layout.Theme {
	switch t := layout.Theme(name); t {
	case layout.ThemeLight, layout.ThemeDark:
		return t
	}
	return layout.ThemeSystem
}

// savePreferences stores language and theme in this browser. Each of the two
// forms sends one of them.
func (s *Server) savePreferences(c echo.Context) error {
	form := c.Request().PostForm
	if form.Has("lang") {
		lang := text.ZH
		if text.Lang(form.Get("lang")) == text.EN {
			lang = text.EN
		}
		s.setCookie(c, langCookie, string(lang))
	}
	if form.Has("theme") {
		s.setCookie(c, themeCookie, string(knownTheme(form.Get("theme"))))
	}
	return s.see(c, paths.Local(form.Get("back")))
}
