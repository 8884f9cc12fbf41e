package integration

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Document is what the reference reads of an OpenAPI document.
type Document struct {
	Info       words
	Tags       []tag
	Paths      ordered[ordered[operation]]
	Components struct {
		Schemas         ordered[*schema]
		Responses       ordered[response]
		Parameters      ordered[parameter]
		SecuritySchemes ordered[words]
	}

	homes map[string]home // of schemas, by name
}

// words are a text in both languages: the one that the standard knows is
// Chinese, the English one stands beside it as an extension.
type words struct {
	Title         string
	TitleEN       string `json:"x-title-en"`
	Summary       string
	SummaryEN     string `json:"x-summary-en"`
	Description   string
	DescriptionEN string `json:"x-description-en"`
}

type tag struct {
	words
	Name string
}

type operation struct {
	words
	Tags        []string
	OperationID string
	Security    *[]json.RawMessage // empty: no key
	Parameters  []parameter
	RequestBody *body
	Responses   ordered[response]
}

type parameter struct {
	words
	Ref      string `json:"$ref"`
	Name     string
	In       string
	Required bool
	Schema   *schema
}

type response struct {
	words
	Ref     string `json:"$ref"`
	Content map[string]media
}

type body struct{ Content map[string]media }

type media struct {
	Schema  *schema
	Example json.RawMessage
}

type schema struct {
	words
	Ref                  string `json:"$ref"`
	Type                 string
	Format               string
	Pattern              string
	Nullable             bool
	Enum                 []string
	MinItems, MaxItems   int
	MaxLength            int
	Required             []string
	Properties           ordered[*schema]
	Items                *schema
	AdditionalProperties json.RawMessage // a schema, or false
	OneOf                []*schema
}

// ordered is a JSON object whose names keep the order in which they stand: the
// reference follows the document, which follows the reader's work.
type ordered[T any] []entry[T]

type entry[T any] struct {
	name  string
	value T
}

// UnmarshalJSON reads an object name by name.
func (o *ordered[T]) UnmarshalJSON(raw []byte) error {
	in := json.NewDecoder(bytes.NewReader(raw))
	open, err := in.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('{') {
		return fmt.Errorf("%v is no object", open)
	}
	for in.More() {
		name, err := in.Token()
		if err != nil {
			return err
		}
		var e entry[T]
		e.name, _ = name.(string)
		if err := in.Decode(&e.value); err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
		*o = append(*o, e)
	}
	return nil
}

func (o ordered[T]) get(name string) (found T) {
	for _, e := range o {
		if e.name == name {
			return e.value
		}
	}
	return found
}

// ParseDocument reads an OpenAPI document.
func ParseDocument(raw []byte) (Document, error) {
	var d Document
	if err := json.Unmarshal(raw, &d); err != nil {
		return Document{}, fmt.Errorf("read OpenAPI document: %w", err)
	}
	return d, nil
}

// lastPart is the name at the end of a reference within the document.
func lastPart(ref string) string { return ref[strings.LastIndexByte(ref, '/')+1:] }

// schema follows a reference.
func (d Document) schema(s *schema) *schema {
	if s != nil && s.Ref != "" {
		return d.Components.Schemas.get(lastPart(s.Ref))
	}
	return s
}

func (d Document) parameter(p parameter) parameter {
	if p.Ref != "" {
		return d.Components.Parameters.get(lastPart(p.Ref))
	}
	return p
}

func (d Document) response(r response) response {
	if r.Ref != "" {
		return d.Components.Responses.get(lastPart(r.Ref))
	}
	return r
}
