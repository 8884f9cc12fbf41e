package main

import (
	"context"
	"fmt"

	"xinshi/models"
	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
	"xinshi/views/paths"
)

// linkCallback lets the simulated platform push to the demo, as a shop would have
// set it up: encrypted, and with credits learnt from the events. Afterwards only
// the address follows where the demo listens; a newcomer who has changed the
// secrets on one side alone sees what that does.
func linkCallback(ctx context.Context, store *models.Store, platform *simulator.Simulator, address string) error {
	app, err := store.AppByAppid(ctx, demoAppid)
	if err != nil {
		return fmt.Errorf("set up pushes: %w", err)
	}
	agreed, err := platform.CallbackOf(demoAppid)
	if err != nil {
		return fmt.Errorf("set up pushes: %w", err)
	}
	first := agreed.URL == ""
	if first {
		if agreed.Token, agreed.AESKey, err = store.NewCallbackSecrets(ctx, demoActor, app.ID); err != nil {
			return fmt.Errorf("set up pushes: %w", err)
		}
		agreed.Mode = wechat.CallbackSecure
		err = store.SaveCallback(ctx, demoActor, app.ID, models.CallbackInput{Mode: agreed.Mode, CreditsFrom: models.CreditsByEvent})
		if err != nil {
			return fmt.Errorf("set up pushes: %w", err)
		}
	}
	agreed.URL = "http://" + address + paths.Callback(demoAppid)
	if err := platform.SetCallback(ctx, demoAppid, agreed); err != nil && first {
		return fmt.Errorf("set up pushes: %w", err)
	}
	return nil
}
