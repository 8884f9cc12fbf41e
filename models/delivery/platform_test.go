package delivery

import (
	"strings"
	"testing"

	"xinshi/models"
)

func TestSubscribePayload(t *testing.T) {
	t.Parallel()
	message := models.Claimed{Openid: "o1", Message: models.Message{Page: "pages/a", Data: []models.KeywordValue{{Key: "thing1", Value: "好", Colour: "#ff0000"}}}}
	for want, edit := range map[string]func(*models.Template){
		`"miniprogram_state":"formal","lang":"zh_CN"`: func(*models.Template) {},
		`"miniprogram_state":"trial","lang":"en_US"`:  func(t *models.Template) { t.MiniprogramState, t.Lang = models.StateTrial, "en_US" },
	} {
		message.Template = &models.Template{TemplateID: "T1", Kind: models.KindSubscribeOnce}
		edit(message.Template)
		got, err := Payload(&message)
		if err != nil || !strings.Contains(string(got), want) || strings.Contains(string(got), "color") {
			t.Errorf("payload %s, %v; want %s in it", got, err, want)
		}
	}
}
