package handlers

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/paths"
)

// uploads are the routes that take a file: their body is read as it comes.
var uploads = []route{
	{post, paths.ImportsRoute, models.PermImport, (*Server).uploadImport},
	{post, paths.DraftListRoute, models.PermCompose, (*Server).uploadDraftList},
}

// What an upload may be beside its file, and how long it may take.
const (
	maxUploadFields = 16
	maxUploadField  = 4 << 10
	uploadTime      = 15 * time.Minute
)

// maxUpload is the largest body of an upload. A file that is a little too large
// is told so by the form; what is far too large is not read.
func maxUpload() int64 { return models.ImportLimits.Bytes + 1<<20 }

const uploadKey = "upload"

// upload is the file that a form carries; nil when none was chosen.
func upload(c echo.Context) *multipart.Part {
	part, _ := c.Get(uploadKey).(*multipart.Part)
	return part
}

// readUpload reads a form up to its file and leaves that to the handler, which
// runs only after the guards have seen the fields before it.
func readUpload(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		kind, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
		if err != nil || kind != echo.MIMEMultipartForm {
			return readForm(next)(c)
		}
		reader, err := r.MultipartReader()
		if err != nil {
			return badRequest(err)
		}
		form := url.Values{}
		for range maxUploadFields {
			part, err := reader.NextPart()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return badRequest(err)
			}
			if part.FormName() == "file" {
				if part.FileName() != "" { // a browser sends an empty one where none was chosen
					c.Set(uploadKey, part)
				}
				break
			}
			value, err := io.ReadAll(io.LimitReader(part, maxUploadField+1))
			if err != nil || len(value) > maxUploadField {
				return badRequest(errors.Join(err, errors.New("a field of an upload is too long")))
			}
			form.Add(part.FormName(), string(value))
		}
		r.Form, r.PostForm = form, form
		return next(c)
	}
}

// takeTime lets a request last longer than others: a file that comes in or goes
// out. Nothing but a test answers that it cannot.
func takeTime(c echo.Context, d time.Duration) error {
	control, until := http.NewResponseController(c.Response()), time.Now().Add(d)
	for _, err := range []error{control.SetReadDeadline(until), control.SetWriteDeadline(until)} {
		if err != nil && !errors.Is(err, http.ErrNotSupported) {
			return err
		}
	}
	return nil
}
