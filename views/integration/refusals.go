package integration

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/text"
)

// newRefusals are the codes that were refused, a chip for each reason and source.
// Refused notifications of payments are no codes.
func newRefusals(ctx context.Context, refused []models.Refusal) []components.ChipView {
	var chips []components.ChipView
	for _, r := range refused {
		if r.Source == models.SourcePayment {
			continue
		}
		chips = append(chips, components.ChipView{
			Text: text.Refused(r.Reason).In(ctx), Count: text.Number(r.N), Note: text.Source(r.Source).In(ctx), TestID: "refused-" + string(r.Reason),
		})
	}
	return chips
}
