package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/spf13/cobra"

	"github.com/nianbao/nianbao/data/reader"
	"github.com/nianbao/nianbao/data/store"
)

const defaultAddr = "127.0.0.1:8080"

func (p *program) serveCommand() *cobra.Command {
	var db, addr string
	c := &cobra.Command{
		Use:   "serve",
		Short: "在本机打开网页",
		Long:  "在本机打开网页。只能用本机地址：在设有用户和密码之前，别的电脑不能访问，以免未经核对的数据被看到或改动。",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.serve(c.Context(), p.dbPath(db), addr, false)
		},
	}
	dbFlag(c, &db)
	c.Flags().StringVar(&addr, "addr", defaultAddr, "本机`地址`（默认 "+defaultAddr+"）")
	return c
}

// doubleClick serves the database beside the program and opens the browser;
// where the usual port is taken, another.
func (p *program) doubleClick(ctx context.Context) error {
	return p.serve(ctx, p.dbPath(""), "", true)
}

// loopback checks that an address is of this machine only.
func loopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return usage("地址“%s”不对，应写成 127.0.0.1:8080 的样子。", addr)
	}
	if host == "localhost" {
		return nil
	}
	if ip, err := netip.ParseAddr(host); err != nil || !ip.IsLoopback() {
		return usage("只能用本机地址（127.0.0.1、localhost 或 [::1]），不能用“%s”：在设有用户和密码之前，别的电脑不能访问。", host)
	}
	return nil
}

func listen(addr string) (net.Listener, error) {
	if addr != "" {
		if err := loopback(addr); err != nil {
			return nil, err
		}
		l, err := net.Listen("tcp", addr)
		if err != nil {
			return nil, &exit{code: exitFault, text: fmt.Sprintf("地址 %s 不能用（%v），请用 --addr 换一个端口。", addr, err)}
		}
		return l, nil
	}
	if l, err := net.Listen("tcp", defaultAddr); err == nil {
		return l, nil
	}
	return net.Listen("tcp", "127.0.0.1:0")
}

func (p *program) serve(ctx context.Context, db, addr string, browser bool) error {
	l, err := listen(addr)
	if err != nil {
		return err
	}
	defer l.Close()
	s, err := openStore(ctx, db)
	if err != nil {
		return err
	}
	defer s.Close()
	return p.serveStore(ctx, s, db, l, browser)
}

// Limits of a connection. Writing is not limited: an upload's answer may
// take as long as its files.
const (
	headerTimeout   = 10 * time.Second
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 5 * time.Second
)

func (p *program) serveStore(ctx context.Context, s *store.Store, db string, l net.Listener, browser bool) error {
	handler, closeHandler, err := newHandler(s, l.Addr().String(), time.Now)
	if err != nil {
		return fmt.Errorf("prepare pages: %w", err)
	}
	defer closeHandler()
	go reader.Prepare() // before a clerk drops the first PDF
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: 64 << 10}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	url := "http://" + l.Addr().String() + "/"
	fmt.Fprintf(p.out, "年报汇总核对已启动：%s\n数据库：%s\n关闭本窗口或按 Ctrl+C 停止。\n", url, db)
	if browser {
		if err := p.open(url); err != nil {
			fmt.Fprintf(p.err, "没能打开浏览器，请自己在浏览器中输入 %s\n", url)
		}
	}
	select {
	case err := <-failed:
		return fmt.Errorf("serve %s: %w", url, err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(stop); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}
