package deadline

import "strings"

// english holds the English names of the holidays that notices name. 、 joins several.
var english = map[string]string{
	"元旦":  "New Year's Day",
	"春节":  "Spring Festival",
	"清明节": "Qingming Festival",
	"劳动节": "Labour Day",
	"端午节": "Dragon Boat Festival",
	"中秋节": "Mid-Autumn Festival",
	"国庆节": "National Day",
	"中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日": "70th Anniversary of Victory Day",
}

// englishName is the English name of a holiday, or the name itself where none is known.
func englishName(name string) string {
	parts := strings.Split(name, "、")
	for i, p := range parts {
		en, ok := english[p]
		if !ok {
			return name
		}
		parts[i] = en
	}
	return strings.Join(parts, " and ")
}
