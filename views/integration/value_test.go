package integration

import (
	"slices"
	"testing"
	"time"

	"xinshi/models"
)

// What a sample says in a message is taken, whatever the template: every type of
// keyword, every format, with and without a field, a default and a sample.
func TestSampleContentIsTaken(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("UTC+8", 8*60*60)
	try := func(kind models.TemplateKind, keywords ...models.Keyword) {
		t.Helper()
		template := models.Template{Kind: kind, Keywords: keywords}
		fields, data := content(template, zone)
		said := models.Content{Fields: map[string]string{}, Data: map[string]models.TypedValue{}}
		for _, f := range fields {
			said.Fields[f.name], _ = f.value.(string)
		}
		for _, d := range data {
			value, _ := d.value.(object)[0].value.(string)
			said.Data[d.name] = models.TypedValue{Value: value}
		}
		made := template.Render(said, zone)
		if err := made.Errors.Err(); err != nil {
			t.Errorf("%s %+v: %v says %+v", kind, keywords, err, said)
		}
	}
	all := func(kind models.TemplateKind, key string, formats []models.Format, samples ...string) {
		t.Helper()
		for _, format := range formats {
			for _, sample := range samples {
				k := models.Keyword{Key: key, Name: "名称", Format: format, Sample: sample}
				try(kind, k)
				k.DefaultValue = "1"
				try(kind, k)
				k.Field = "order_no"
				try(kind, k)
				k.DefaultValue = ""
				try(kind, k)
			}
		}
	}
	all(models.KindTemplate, "keyword1", models.Formats, "", "¥59.90", "2026-11-23 10:24", "海南金煌芒 5 斤装")
	for _, kind := range []models.TemplateKind{models.KindSubscribeOnce, models.KindSubscribeLong} {
		for name := range typeSamples {
			all(kind, name+"1", []models.Format{models.FormatNone, models.FormatCut20}, "")
		}
		all(kind, "thing1", []models.Format{models.FormatDate, models.FormatDateTime, models.FormatYuan}, "")
		all(kind, "amount1", []models.Format{models.FormatYuan, models.FormatFen}, "", "¥59.90")
		all(kind, "date1", []models.Format{models.FormatDate, models.FormatDateCN}, "", "2026-11-23")
		all(kind, "time1", []models.Format{models.FormatDateTime}, "", "2026-11-23 10:24")
	}
	try(models.KindTemplate,
		models.Keyword{Key: "keyword1", Field: "product"}, models.Keyword{Key: "keyword2", Field: "product"},
		models.Keyword{Key: "keyword3", Name: "备注"})
}

func TestTwoKeywordsOfOneFieldAreOneValue(t *testing.T) {
	t.Parallel()
	template := models.Template{Keywords: []models.Keyword{
		{Key: "keyword1", Field: "product", Sample: "芒果"}, {Key: "keyword2", Field: "product", Sample: "草莓"}, {Key: "keyword3", DefaultValue: "顺丰"},
	}}
	fields, data := content(template, time.UTC)
	if !slices.Equal(fields, object{{"product", "芒果"}}) || len(data) != 0 {
		t.Errorf("fields %v, data %v", fields, data)
	}
}
