package ui

import "hiroba/internal/platform/i18n"

// Options are values as answers to pick, with the words that stand under a beginning.
func Options[T ~string](l i18n.Lang, prefix string, values []T) (out []Option) {
	for _, v := range values {
		out = append(out, Option{Value: string(v), Label: l.T(prefix + string(v))})
	}
	return out
}
