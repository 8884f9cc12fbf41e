// Package static holds the style sheet, the script and the pictures, compiled
// into the program, and serves them under names that carry a hash of their
// content, so that browsers may keep them for ever. Their sources are in src/.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// Prefix is where Handler is mounted.
const Prefix = "/static/"

//go:embed dist img
var embedded embed.FS

var paths, files = index(embedded)

type file struct {
	contentType string
	plain       []byte
	zipped      []byte // nil where packing saves nothing
}

// Path is the URL of a file ("app.css"). Asking for one that is not there is a
// mistake in the program, so it panics and no page is served without its style.
func Path(name string) string {
	p, ok := paths[name]
	if !ok {
		panic("static: no file " + name)
	}
	return p
}

// Handler serves the files under their hashed names; any other name is not
// found, since it could not be kept for ever.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		body := f.plain
		h := w.Header()
		h.Set("Content-Type", f.contentType)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Vary", "Accept-Encoding")
		if f.zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = f.zipped
		}
		h.Set("Content-Length", strconv.Itoa(len(body)))
		if r.Method != http.MethodHead {
			_, _ = w.Write(body) // a browser that has gone needs no answer
		}
	})
}

// index reads every embedded file once: by name its URL, by URL its content.
func index(source fs.FS) (map[string]string, map[string]file) {
	byName, byPath := map[string]string{}, map[string]file{}
	err := fs.WalkDir(source, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(source, p)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		name, ext := path.Base(p), path.Ext(p)
		hashed := Prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		byName[name] = hashed
		byPath[hashed] = file{contentType: mediaType(ext), plain: content, zipped: pack(content)}
		return nil
	})
	if err != nil {
		panic(fmt.Sprintf("static: read embedded files: %v", err))
	}
	return byName, byPath
}

// mediaType does not ask the machine's own table first, which differs from one
// machine to the next: a wrong type and nosniff together leave a page unstyled.
func mediaType(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(ext)
}

func pack(content []byte) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := z.Write(content); err != nil || z.Close() != nil || b.Len() >= len(content) {
		return nil
	}
	return b.Bytes()
}
