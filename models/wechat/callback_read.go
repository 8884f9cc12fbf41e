package wechat

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// MaxPush is the largest body that a push can have: an event is a few hundred bytes, and people's own messages are
// limited by the platform.
const MaxPush = 64 << 10

// readPush reads the head of a body.
func readPush(body []byte) (push, error) {
	var p push
	err := decode(body, &p)
	return p, err
}

// decode reads a body by how it begins. What it cannot read is ErrUnreadable.
func decode(body []byte, into any) error {
	body = bytes.TrimSpace(body)
	var err error
	switch {
	case len(body) > MaxPush:
		err = fmt.Errorf("it has %d bytes", len(body))
	case bytes.HasPrefix(body, []byte("<")):
		err = decodeXML(body, into)
	case bytes.HasPrefix(body, []byte("{")):
		err = json.Unmarshal(body, into)
	default:
		err = errors.New("it is neither XML nor JSON")
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	return nil
}

// errDoctype is a document that brings definitions of its own. The decoder resolves none of them, but nothing that the
// platform pushes has one, and who sends it wants something else.
var errDoctype = errors.New("it brings a document type")

// maxDepth is above what any push nests: the wrapper, a list and its words.
const maxDepth = 8

func decodeXML(body []byte, into any) error {
	depth := 0
	for dec := xml.NewDecoder(bytes.NewReader(body)); ; {
		token, err := dec.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		switch token.(type) {
		case xml.Directive:
			return errDoctype
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return errors.New("it nests too deep")
			}
		case xml.EndElement:
			depth--
		}
	}
	return xml.Unmarshal(body, into)
}

// items accepts a list, and a lone entry in its place: one item is pushed as an object, several as an array.
type items []pushItem

// UnmarshalJSON reads either form.
func (l *items) UnmarshalJSON(data []byte) error {
	if data[0] != '{' {
		return json.Unmarshal(data, (*[]pushItem)(l))
	}
	var one pushItem
	if err := json.Unmarshal(data, &one); err != nil {
		return err
	}
	*l = items{one}
	return nil
}

// nested is the wrapper of the items in XML. In JSON an older document shows its name over the items themselves.
type nested struct {
	List items `xml:"List"`
}

// UnmarshalJSON reads the items with a List around them or without.
func (n *nested) UnmarshalJSON(data []byte) error {
	var wrapper struct{ List items }
	if data[0] == '{' {
		if err := json.Unmarshal(data, &wrapper); err != nil {
			return err
		}
	}
	if n.List = wrapper.List; n.List != nil {
		return nil
	}
	return json.Unmarshal(data, &n.List)
}

// word is a text that may be pushed as a bare number.
type word string

// UnmarshalJSON takes a number as it is written.
func (w *word) UnmarshalJSON(data []byte) error {
	if data[0] == '"' {
		return json.Unmarshal(data, (*string)(w))
	}
	var n json.Number
	err := json.Unmarshal(data, &n)
	*w = word(n)
	return err
}

// UnmarshalText reads a number from XML; blanks around it are layout.
func (n *number) UnmarshalText(data []byte) error {
	v, err := strconv.ParseInt(strings.TrimSpace(string(data)), 10, 64)
	if err != nil {
		return fmt.Errorf("%q is not a whole number", data)
	}
	*n = number(v)
	return nil
}
