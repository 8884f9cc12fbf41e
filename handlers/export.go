package handlers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/models/sheet"
)

// exportTime is how long a file may take to go out.
const exportTime = 30 * time.Minute

// fileFormat reads the kind of file that is asked for.
func fileFormat(value string) (sheet.Kind, error) {
	if kind := sheet.Kind(value); kind == sheet.CSV || kind == sheet.XLSX {
		return kind, nil
	}
	return "", badRequest(fmt.Errorf("unknown format %q", value))
}

// table is what goes out as a file: rows as they come, the first one its header.
type table struct {
	name   string // of the file, without its ending
	what   string // in the audit: recipient, message, import
	id     int64  // of the one thing it is about; 0: of a list
	filter url.Values
	rows   iter.Seq2[[]any, error]
}

// export sends a table as a file, with memory for a few rows of it. The audit
// says before the first byte that somebody takes data out, and after the last
// how much it was, also when they broke off.
func (s *Server) export(c echo.Context, format sheet.Kind, t table) error {
	ctx, app := c.Request().Context(), currentApp(c)
	export := models.Export{What: t.what, ObjectID: t.id, Format: string(format), Filter: t.filter}
	if err := takeTime(c, exportTime); err != nil {
		return err
	}
	if err := s.Store.BeginExport(ctx, actor(c), app.ID, export); err != nil {
		return err
	}
	if err := s.saveSession(c); err != nil {
		return err
	}
	rows, err := write(ctx, s.attachment(c, t, format), format, t)
	export.Rows, export.Complete = rows, err == nil
	err = errors.Join(err, s.Store.EndExport(context.WithoutCancel(ctx), actor(c), app.ID, export))
	if err != nil && c.Response().Committed {
		s.logFailure(c, "export broke off", err)
		// A file that merely ended here would look whole: the connection is cut.
		panic(http.ErrAbortHandler)
	}
	return err
}

// write writes all rows and tells how many, the header not counted.
func write(ctx context.Context, to io.Writer, format sheet.Kind, t table) (n int64, err error) {
	var w sheet.Writer
	if format == sheet.XLSX {
		w = sheet.NewXLSX(to, t.name)
	} else {
		w = sheet.NewCSV(to)
	}
	n = -1
	for row, err := range t.rows {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = w.Row(row...)
		}
		if err != nil {
			return max(0, n), errors.Join(err, w.Abort())
		}
		n++
	}
	return max(0, n), w.Close()
}

// attachment sets the headers of a file with its first byte, so that what fails
// before that is still answered as a page.
type attachment struct {
	response *echo.Response
	name     string
	format   sheet.Kind
}

func (s *Server) attachment(c echo.Context, t table, format sheet.Kind) *attachment {
	at := s.Now().In(currentApp(c).Zone()).Format("20060102-1504")
	return &attachment{c.Response(), fmt.Sprintf("%s-%s.%s", t.name, at, format), format}
}

// Write writes to the browser.
func (a *attachment) Write(p []byte) (int, error) {
	if !a.response.Committed {
		h := a.response.Header()
		h.Set(echo.HeaderContentType, contentTypes[a.format])
		h.Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": a.name}))
		h.Set("X-Accel-Buffering", "no")
		a.response.WriteHeader(http.StatusOK)
	}
	return a.response.Write(p)
}

var contentTypes = map[sheet.Kind]string{
	sheet.CSV:  "text/csv; charset=utf-8",
	sheet.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
