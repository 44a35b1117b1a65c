package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const usageTemplate = `用法：
  {{.UseLine}}{{if .HasAvailableFlags}} [选项]{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [命令]

命令：{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

选项：
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasExample}}

例子：
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

“{{.CommandPath}} [命令] --help”看一个命令的说明。{{end}}
`

const helpTemplate = `{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}

{{end}}{{.UsageString}}`

// rootCommand builds the command tree. Without a command the program serves
// the database beside it and opens the browser, as after a double click.
func (p *program) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "nianbao",
		Short: "年报汇总核对：政府信息公开工作年度报告的收集、核对、汇总和导出",
		Long: "年报汇总核对：把各单位的政府信息公开工作年度报告读入一个数据库，核对勾稽关系，汇总、比较、看趋势，导出给上级。\n" +
			"不带命令运行（或双击程序）：在本机打开网页，不连接互联网。",
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("没有“%s”这个命令。运行 nianbao --help 查看全部命令。", args[0])
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return p.doubleClick(c.Context()) },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(&cobra.Command{Use: "help", Hidden: true})
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpTemplate(helpTemplate)
	root.SetVersionTemplate("nianbao {{.Version}}\n")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usage("选项不对：%s。运行 %s --help 查看用法。", flagTrouble(err), c.CommandPath())
	})
	root.AddCommand(p.importCommand(), p.extractCommand(), p.checkCommand(), p.exportCommand(), p.rosterCommand(),
		p.serveCommand(), p.demoCommand(), p.rereadCommand(), p.backupCommand(), p.restoreCommand())
	translate(root)
	return root
}

// translate gives every command's own flags Chinese words.
func translate(c *cobra.Command) {
	c.DisableFlagsInUseLine = true // the template says [选项]
	c.InitDefaultHelpFlag()
	c.InitDefaultVersionFlag()
	c.Flags().VisitAll(func(f *pflag.Flag) {
		switch f.Name {
		case "help":
			f.Usage = "显示说明"
		case "version":
			f.Usage = "显示版本"
		}
		// Defaults are said in the usage text; the library would add its own words
		// for any that it does not take for a zero value.
		f.DefValue = "0"
		if t := f.Value.Type(); t == "string" {
			f.DefValue = ""
		} else if t == "bool" {
			f.DefValue = "false"
		}
	})
	for _, sub := range c.Commands() {
		translate(sub)
	}
}

// flagTrouble words the flag library's error.
func flagTrouble(err error) string {
	text := err.Error()
	switch {
	case strings.HasPrefix(text, "unknown flag: "):
		return "没有 " + strings.TrimPrefix(text, "unknown flag: ")
	case strings.HasPrefix(text, "unknown shorthand flag: "):
		return "没有 " + text[strings.LastIndex(text, " ")+1:]
	case strings.HasPrefix(text, "flag needs an argument: "):
		return strings.TrimPrefix(text, "flag needs an argument: ") + " 后面缺少取值"
	case strings.HasPrefix(text, "invalid argument "):
		return "取值" + strings.TrimPrefix(text, "invalid argument ")
	}
	return text
}

// exactly wants n arguments, named in the message.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != n {
			return usage("请给出%s。用法：%s", what, c.UseLine())
		}
		return nil
	}
}

func atLeastOne(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usage("请给出%s。用法：%s", what, c.UseLine())
		}
		return nil
	}
}
