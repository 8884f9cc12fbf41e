package integration

import (
	"context"
	"slices"
	"strings"
	"testing"

	"xinshi/views/layout"
	"xinshi/views/text"
)

const sampleDocument = `{
	"info": {"description": "第一 ` + "`GET`" + ` 行", "x-description-en": "A ` + "`GET`" + ` line"},
	"tags": [{"name": "things", "description": "东西", "x-description-en": "Things"}],
	"paths": {"/z": {"post": {"tags": ["things"], "operationId": "addThing", "summary": "添加", "x-summary-en": "Add",
		"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}, "example": {"zoo": 1, "ape": ["x"]}}}},
		"responses": {"200": {"description": "好"}, "404": {"$ref": "#/components/responses/Lost"}}}},
		"/a/{id}": {"get": {"tags": ["things"], "operationId": "showThing", "security": [], "parameters": [{"$ref": "#/components/parameters/id"}],
		"responses": {"200": {"content": {"application/json": {"schema": {"type": "object", "properties": {"list": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}}}}}}}}}},
	"components": {
		"parameters": {"id": {"name": "id", "required": true, "schema": {"type": "string"}}},
		"responses": {"Lost": {"description": "没有", "content": {"application/json": {"example": {"error": {"code": "not_found"}}}}}},
		"schemas": {"Thing": {"type": "object", "required": ["zoo"], "properties": {
			"zoo": {"type": "string", "maxLength": 1000, "enum": ["one", "two"], "description": "` + "`one`" + ` 一"},
			"ape": {"type": "object", "additionalProperties": {"oneOf": [{"type": "string"}, {"type": "number"}]}},
			"inner": {"type": "array", "maxItems": 5, "items": {"type": "object", "properties": {"deep": {"type": "string", "format": "date-time", "nullable": true}}}}}}}}}`

func TestReferenceOfADocument(t *testing.T) {
	t.Parallel()
	d, err := ParseDocument([]byte(sampleDocument))
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	p, ok := NewReferencePage(ctx, layout.Page{}, d, "wx1", "")
	if !ok || len(p.Groups) != 1 || len(p.Groups[0].Calls) != 2 {
		t.Fatalf("%+v", p)
	}
	add, show := p.Groups[0].Calls[0], p.Groups[0].Calls[1]
	if add.Path != "/z" || add.Method != "POST" || add.Summary != "添加" || add.NoKey || !show.NoKey {
		t.Errorf("the calls keep the order of the document: %+v, %+v", add, show)
	}
	var rows []string
	for _, r := range add.Body {
		rows = append(rows, strings.TrimSpace(r.Name+" "+r.Type))
	}
	want := []string{"zoo 文本，最多 1,000 字", "ape 对象", "ape.* 文本或数字", "inner 列表，最多 5 项", "inner[].deep 时间（RFC 3339），可为 null"}
	if !slices.Equal(rows, want) || !add.Body[0].Required || add.Body[1].Required {
		t.Errorf("the body is %q", rows)
	}
	if said := add.Body[0].Text; len(said) != 3 || !said[0].Code || said[2].Text != "two" {
		t.Errorf("a word that is explained is not listed again: %+v", said)
	}
	if add.Example != `{"zoo": 1, "ape": ["x"]}` {
		t.Errorf("the example is %s", add.Example)
	}
	if list := show.Good[0].Rows; len(list) != 1 || !strings.HasSuffix(list[0].Text[len(list[0].Text)-1].Href, "group=things#addThing") {
		t.Errorf("what is described already is a link: %+v", list)
	}
	if !slices.Equal(add.Bad, []failure{{"404", "not_found"}}) || len(show.Parameters) != 1 {
		t.Errorf("failures %v, parameters %v", add.Bad, show.Parameters)
	}
	english, _ := NewReferencePage(text.WithLang(ctx, text.EN), layout.Page{}, d, "wx1", "things")
	if english.Groups[0].Calls[0].Summary != "Add" || english.Intro[1] != (prosePart{Text: "GET", Code: true}) {
		t.Errorf("in English: %+v", english)
	}
	if _, ok := NewReferencePage(ctx, layout.Page{}, d, "wx1", "nothing"); ok {
		t.Error("a group that is not there")
	}
	if _, err := ParseDocument([]byte(`{"paths": []}`)); err == nil {
		t.Error("a document that is none")
	}
}
