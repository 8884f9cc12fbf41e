package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"xinshi/models/wechat/simulator"
	"xinshi/views/text"
)

func simulateCommand(ctx context.Context) *cobra.Command {
	var addr, journal string
	cmd := &cobra.Command{
		Use: "simulate", Short: text.CLISimulate.In(ctx), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			platform, err := startPlatform(addr, journal)
			if err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), text.CLISimReady.In(cmd.Context(), platform.url))
			<-cmd.Context().Done()
			return platform.close()
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8090", text.CLISimAddr.In(ctx))
	cmd.Flags().StringVar(&journal, "journal", "", text.CLISimJournal.In(ctx))
	return cmd
}

// platform is a simulator that listens.
type platform struct {
	*simulator.Simulator
	url    string
	server *http.Server
}

func startPlatform(addr, journal string) (*platform, error) {
	sim, err := simulator.New(simulator.Options{Journal: journal})
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, errors.Join(err, sim.Close())
	}
	p := &platform{
		Simulator: sim, url: "http://" + listener.Addr().String(),
		server: &http.Server{Handler: sim, ReadHeaderTimeout: 10 * time.Second},
	}
	go func() { _ = p.server.Serve(listener) }() // ends with close, whose error counts
	return p, nil
}

func (p *platform) close() error {
	return errors.Join(p.server.Close(), p.Simulator.Close())
}
