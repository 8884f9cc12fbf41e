package integration

import (
	"strings"
	"time"

	"xinshi/models"
)

// content is what a sample says in a message of a template: every keyword from
// its business field, or directly where it has none and no default either.
func content(t models.Template, zone *time.Location) (fields, data object) {
	seen := map[string]bool{}
	for _, k := range t.Keywords {
		switch {
		case k.Field != "" && !seen[k.Field]:
			seen[k.Field] = true
			fields = append(fields, pair{k.Field, fieldValue(k, zone)})
		case k.Field == "" && k.DefaultValue == "":
			data = append(data, pair{k.Key, object{{"value", shownValue(k)}}})
		}
	}
	if len(fields)+len(data) == 0 && len(t.Keywords) > 0 { // all by default: a message says something of its own
		k := t.Keywords[0]
		data = object{{k.Key, object{{"value", shownValue(k)}}}}
	}
	return fields, data
}

// fieldValue is a business value from which the keyword's format makes its text:
// the sample where that can be read back, and else a value of the right form.
func fieldValue(k models.Keyword, zone *time.Location) string {
	sample := strings.TrimSpace(k.Sample)
	if k.Format == models.FormatYuan {
		sample = strings.TrimPrefix(sample, "¥")
	}
	if _, wrong := k.Format.Apply(sample, zone); sample != "" && wrong == "" {
		return sample
	}
	switch k.Format {
	case models.FormatDate, models.FormatDateTime, models.FormatDateCN:
		return "2026-11-23T10:24:00+08:00"
	case models.FormatYuan:
		return "59.90"
	case models.FormatFen:
		return "5990"
	}
	return plainValue(k)
}

// shownValue is the text as it will stand on the card.
func shownValue(k models.Keyword) string {
	if sample := strings.TrimSpace(k.Sample); sample != "" {
		return sample
	}
	return plainValue(k)
}

func plainValue(k models.Keyword) string {
	if value, ok := typeSamples[k.Type()]; ok {
		return value
	}
	if strings.Contains(k.Field, "order") {
		return orderNo
	}
	return k.Name
}

// typeSamples are values that the types of subscribe keywords take.
var typeSamples = map[string]string{
	"thing": "海南金煌芒 5 斤装", "number": "187", "letter": "SF", "symbol": "!", "character_string": "XS20261123-187",
	"time": "2026年11月23日 10:24", "date": "2026-11-23", "amount": "59.90元", "phone_number": "13800138000",
	"car_number": "粤A12345", "name": "张三", "phrase": "已发货",
}

// orderNo is the order that the samples speak of.
const orderNo = "20261123000187"
