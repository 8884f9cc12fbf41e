package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"xinshi/migrations"
	"xinshi/models"
	"xinshi/models/largeshop"
	"xinshi/views/importing"
	"xinshi/views/paths"
)

// importPlan measures how a large file of users comes in: sent to the page as a
// browser sends it, its columns named, checked, and run.
type importPlan struct {
	mysql  string // XINSHI_DATABASE of an empty database
	people int
}

// importReport is how long each part took, and what memory the process needed
// by then.
type importReport struct {
	People     int     `json:"people"`
	Uploaded   float64 `json:"uploaded_s"`
	Checked    float64 `json:"checked_s"`
	Imported   float64 `json:"imported_s"`
	Total      float64 `json:"total_s"`
	PeakEarly  float64 `json:"peak_mib_after_tenth"` // of the run
	Peak       float64 `json:"peak_mib"`
	CPUSeconds float64 `json:"cpu_seconds"`
}

func (p importPlan) run(ctx context.Context, progress io.Writer) (report importReport, err error) {
	c := benchConfig()
	if c.database, err = models.ParseDatabase(p.mysql); err != nil {
		return report, err
	}
	if c.database.Dialect != migrations.MySQL {
		return report, errors.New("imports are measured on MySQL: --mysql")
	}
	store, err := prepareStore(ctx, c, true, c.logger())
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if _, err := store.AddStaff(ctx, largeshop.Actor, models.StaffInput{Email: largeshop.Email, Name: "Bench", Role: models.RoleAdmin, Password: largeshop.Password}); err != nil {
		return report, err
	}
	in := models.NewAppInput()
	in.Name, in.Appid, in.Secret = "大店", largeshop.Appid, "bench"
	app, err := store.AddApp(ctx, largeshop.Actor, in)
	if err != nil {
		return report, err
	}
	v, stop, err := openForVisits(ctx, c, service{web: true, engine: true})
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	v.client.Timeout = 0 // the file takes its time
	return p.measure(ctx, store, app, v, progress)
}

func (p importPlan) measure(ctx context.Context, store *models.Store, app models.App, v *visitor, progress io.Writer) (importReport, error) {
	r := importReport{People: p.people}
	cpu, began := cpuTime(), time.Now()
	if err := v.sendUsers(ctx, app.Appid, p.people); err != nil {
		return r, err
	}
	r.Uploaded = time.Since(began).Seconds()
	fmt.Fprintf(progress, "uploaded after %.1f s\n", r.Uploaded)
	list, err := store.Imports(ctx, app.ID, models.Cursor{}, 1)
	if err != nil || len(list.Rows) != 1 {
		return r, fmt.Errorf("find the import: %w", err)
	}
	i := list.Rows[0]
	columns := url.Values{}
	for n, target := range i.Plan.Targets {
		columns.Set(importing.TargetParam+strconv.Itoa(n), string(target))
	}
	until := func(done func(models.Import) bool) error {
		for {
			now, err := store.Import(ctx, app.ID, i.ID)
			if err != nil || done(now) {
				return err
			}
			if now.State.Over() {
				return fmt.Errorf("the import is %s with %d of %d", now.State, now.Done(), now.RowCount)
			}
			time.Sleep(100 * time.Millisecond)
		}
	}
	if err := v.post(ctx, paths.ImportCheck(app.Appid, i.ID), columns); err != nil {
		return r, err
	}
	if err := until(func(i models.Import) bool { return i.State == models.ImportChecked }); err != nil {
		return r, err
	}
	r.Checked = time.Since(began).Seconds() - r.Uploaded
	fmt.Fprintf(progress, "checked after %.1f s more\n", r.Checked)
	if err := v.post(ctx, paths.ImportStart(app.Appid, i.ID), url.Values{}); err != nil {
		return r, err
	}
	if err := until(func(i models.Import) bool { return i.Done() >= i.RowCount/10 }); err != nil {
		return r, err
	}
	r.PeakEarly = peakMiB()
	if err := until(func(i models.Import) bool { return i.State == models.ImportFinished && i.Added == int64(p.people) }); err != nil {
		return r, err
	}
	r.Total = time.Since(began).Seconds()
	r.Imported = r.Total - r.Uploaded - r.Checked
	r.Peak, r.CPUSeconds = peakMiB(), (cpuTime() - cpu).Seconds()
	return r, nil
}

// sendUsers posts the file of users, made while it goes out.
func (v *visitor) sendUsers(ctx context.Context, appid string, people int) error {
	body, to := io.Pipe()
	form := multipart.NewWriter(to)
	go func() {
		err := form.WriteField("kind", string(models.ImportPeople))
		if err == nil {
			err = writeUsers(form, people)
		}
		to.CloseWithError(errors.Join(err, form.Close()))
	}()
	return v.send(ctx, paths.Imports(appid), form.FormDataContentType(), body)
}

func writeUsers(form *multipart.Writer, people int) error {
	part, err := form.CreateFormFile("file", "users.csv")
	if err != nil {
		return err
	}
	file := csv.NewWriter(part)
	_ = file.Write([]string{"openid", "昵称", "备注", "手机号", "标签", "属性:city"}) // the writer keeps its error
	for i := range people {
		r := largeshop.Person(i)
		_ = file.Write([]string{r.Openid, r.Nickname, r.Remark, r.Phone, strings.Join(r.Tags, ","), r.Attributes["city"]})
	}
	file.Flush()
	return file.Error()
}

func (v *visitor) post(ctx context.Context, path string, form url.Values) error {
	return v.send(ctx, path, "application/x-www-form-urlencoded", bytes.NewBufferString(form.Encode()))
}

func (v *visitor) send(ctx context.Context, path, contentType string, body io.Reader) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, v.base+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	_, _, err = v.do(req)
	return err
}

func (r importReport) write(out io.Writer, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	_, err := fmt.Fprintf(out, "%d people in %.1f s: %.1f s to upload, %.1f s to check, %.1f s to import; peak %.0f MiB (%.0f MiB after a tenth), %.1f s of CPU, the sender's with it\n",
		r.People, r.Total, r.Uploaded, r.Checked, r.Imported, r.Peak, r.PeakEarly, r.CPUSeconds)
	return err
}
