package demo

import (
	"context"
	"fmt"

	"github.com/huiyin/huiyin/internal/office"
)

// saveTemplates gives the organizations of the district the texts they begin with, each written by its head.
func (d *district) saveTemplates(ctx context.Context, o *office.Office) error {
	var all []struct{ Org, Use, Title, Text string }
	if err := read("district", "templates", &all); err != nil {
		return err
	}
	for i, t := range all {
		in := office.TemplateInput{Org: t.Org, Use: t.Use, Title: t.Title, Text: t.Text, Order: i + 1}
		if _, err := o.SaveTemplate(ctx, d.viewer(d.staff[t.Org][0]), in); err != nil {
			return fmt.Errorf("demo: template %q: %w", t.Title, err)
		}
	}
	return nil
}
