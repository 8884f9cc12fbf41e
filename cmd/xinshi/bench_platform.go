package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"time"

	"xinshi/models"
	"xinshi/models/wechat/simulator"
)

// benchPlatform is xinshi simulate as a process of its own, and its controls.
type benchPlatform struct {
	cmd      *exec.Cmd
	url      string
	template string
	client   *http.Client
}

func startBenchPlatform(ctx context.Context) (*benchPlatform, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return nil, err
	}
	p := &benchPlatform{
		cmd: exec.CommandContext(ctx, self, "simulate", "--addr", addr), url: "http://" + addr, // #nosec G204 -- itself
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 32}},
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(10 * time.Second); ; {
		err := p.control(ctx, "apps", simulator.App{Appid: benchAppid, Secret: benchSecret, PrepayUses: 1, DailyQuota: 100_000_000}, nil)
		if err == nil {
			return p, nil
		}
		if time.Now().After(deadline) {
			p.stop()
			return nil, fmt.Errorf("simulated platform does not answer: %w", err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (p *benchPlatform) stop() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// control posts to one of the simulator's controls.
func (p *benchPlatform) control(ctx context.Context, name string, body, answer any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url+"/_sim/"+name, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("control %s: %s", name, said)
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(said, answer)
}

func (p *benchPlatform) faults(ctx context.Context, f simulator.Faults) error {
	return p.control(ctx, "faults", f, nil)
}

// addTemplate makes a template.
func (p *benchPlatform) addTemplate(ctx context.Context) error {
	var made struct {
		TemplateID string `json:"template_id"`
	}
	template := map[string]any{"appid": benchAppid, "title": "订单发货通知", "keywords": []simulator.Keyword{{Key: "keyword1", Name: "订单编号"}, {Key: "keyword2", Name: "发货时间"}}}
	err := p.control(ctx, "templates", template, &made)
	p.template = made.TemplateID
	return err
}

// addPeople makes people from number from on, n of them, each with one form code.
func (p *benchPlatform) addPeople(ctx context.Context, from, n int) ([]models.CodeInput, error) {
	codes := make([]models.CodeInput, n)
	var workers sync.WaitGroup
	failures := make(chan error, 16)
	for w := range cap(failures) {
		workers.Go(func() {
			for i := w; i < n; i += cap(failures) {
				var err error
				if codes[i], err = p.person(ctx, fmt.Sprintf("o%s%07d", p.template[:6], from+i)); err != nil {
					failures <- err
					return
				}
			}
		})
	}
	workers.Wait()
	select {
	case err := <-failures:
		return nil, err
	default:
		return codes, nil
	}
}

func (p *benchPlatform) person(ctx context.Context, openid string) (models.CodeInput, error) {
	who := map[string]string{"appid": benchAppid, "openid": openid}
	if err := p.control(ctx, "users", who, nil); err != nil {
		return models.CodeInput{}, err
	}
	var form struct {
		FormID string `json:"form_id"`
	}
	err := p.control(ctx, "forms", who, &form)
	return models.CodeInput{Openid: openid, Kind: models.CodeForm, Code: form.FormID}, err
}
