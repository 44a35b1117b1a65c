package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/nianbao/nianbao/data/check"
	"github.com/nianbao/nianbao/data/store"
)

func (p *program) backupCommand() *cobra.Command {
	var db string
	c := &cobra.Command{
		Use:   "backup 文件",
		Short: "备份数据库",
		Long:  "把整个数据库写成一个新文件，程序正在运行也可以。已有的文件不会被覆盖。",
		Args:  exactly(1, "备份文件的名称"),
		RunE: func(c *cobra.Command, args []string) error {
			return p.runBackup(c.Context(), p.dbPath(db), p.inDir(args[0]))
		},
	}
	dbFlag(c, &db)
	return c
}

func (p *program) runBackup(ctx context.Context, db, to string) error {
	s, err := openExisting(ctx, db)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Backup(ctx, to); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "数据库 %s 已备份为 %s\n", db, to)
	return nil
}

func (p *program) restoreCommand() *cobra.Command {
	var db string
	c := &cobra.Command{
		Use:   "restore 文件",
		Short: "用备份恢复数据库",
		Long:  "用备份恢复数据库。备份先检查、升级，再换到数据库的位置；原来的数据库改名保留。请先关闭正在运行的程序。",
		Args:  exactly(1, "备份文件"),
		RunE: func(c *cobra.Command, args []string) error {
			return p.runRestore(c.Context(), p.inDir(args[0]), p.dbPath(db))
		},
	}
	dbFlag(c, &db)
	return c
}

func (p *program) runRestore(ctx context.Context, from, db string) error {
	kept, err := store.Restore(ctx, from, db, store.Options{Derive: check.Derive, RulesVersion: check.RulesVersion})
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "已用 %s 恢复数据库 %s\n", from, db)
	if kept != "" {
		fmt.Fprintf(p.out, "原来的数据库保留为 %s\n", kept)
	}
	return nil
}
