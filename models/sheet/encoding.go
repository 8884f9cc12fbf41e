package sheet

import (
	"bufio"
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Encoding is how a text file writes its characters.
type Encoding string

// The encodings that are told apart. GB18030 includes GBK and GB2312, in which
// Chinese Excel saves CSV files.
const (
	UTF8    Encoding = "UTF-8"
	UTF16LE Encoding = "UTF-16 LE"
	UTF16BE Encoding = "UTF-16 BE"
	GB18030 Encoding = "GB18030"
)

// window is how much text decides on the encoding and the separator.
const window = 64 << 10

// decoder turns a text file into UTF-8. Without a byte order mark it passes
// ASCII through until the first other byte, which may come late in a file, and
// decides by what follows there.
type decoder struct {
	in       *bufio.Reader
	out      io.Reader // nil until decided
	encoding Encoding
}

func decode(in *bufio.Reader) *decoder {
	d := &decoder{in: in, encoding: UTF8}
	mark, _ := in.Peek(3)
	switch {
	case bytes.HasPrefix(mark, []byte{0xEF, 0xBB, 0xBF}):
		_, _ = in.Discard(3)
		d.out = in
	case bytes.HasPrefix(mark, []byte{0xFF, 0xFE}):
		d.decided(UTF16LE)
	case bytes.HasPrefix(mark, []byte{0xFE, 0xFF}):
		d.decided(UTF16BE)
	}
	return d
}

func (d *decoder) decided(encoding Encoding) {
	d.encoding = encoding
	switch encoding {
	case UTF8:
		d.out = d.in
	case UTF16LE, UTF16BE: // the mark says which
		d.out = transform.NewReader(d.in, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder())
	case GB18030:
		d.out = transform.NewReader(d.in, simplifiedchinese.GB18030.NewDecoder())
	}
}

// Read gives UTF-8, with U+FFFD for what the other encodings do not know; what
// is wrong in a UTF-8 file comes as it is.
func (d *decoder) Read(p []byte) (int, error) {
	if d.out != nil {
		return d.out.Read(p)
	}
	if _, err := d.in.Peek(1); err != nil {
		return 0, err
	}
	ahead, _ := d.in.Peek(d.in.Buffered())
	ascii := bytes.IndexFunc(ahead, func(r rune) bool { return r >= utf8.RuneSelf })
	if ascii < 0 {
		ascii = len(ahead)
	}
	if ascii == 0 {
		ahead, err := d.in.Peek(window)
		d.decided(guessEncoding(ahead, err != nil))
		return d.out.Read(p)
	}
	return d.in.Read(p[:min(len(p), ascii)])
}

// guessEncoding tells UTF-8 from GB18030: Chinese text in the one is hardly ever
// valid in the other. A few broken bytes do not make a UTF-8 file another kind.
func guessEncoding(ahead []byte, whole bool) Encoding {
	var valid, invalid int
	for len(ahead) > 0 {
		r, size := utf8.DecodeRune(ahead)
		switch {
		case r == utf8.RuneError && size == 1 && !whole && !utf8.FullRune(ahead):
			ahead = nil // a character that the window cuts says nothing
			continue
		case r == utf8.RuneError && size == 1:
			invalid++
		case size > 1:
			valid += size
		}
		ahead = ahead[size:]
	}
	if invalid > 0 && valid < 3*invalid {
		return GB18030
	}
	return UTF8
}
