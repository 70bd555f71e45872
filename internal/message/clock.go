package message

import (
	"regexp"
	"strings"
	"time"
)

const dayparts = `凌晨|清晨|早上|早晨|早|上午|中午|午间|下午|傍晚|晚上|夜间|晚|am|pm|a\.m\.?|p\.m\.?`

var (
	clockShape = regexp.MustCompile(`^(` + dayparts + `)?\s*(\d{1,2})\s*(?:` +
		`:\s*(\d{1,2})(?:\s*:\s*(\d{1,2})(?:[.,]\d+)?)?|` +
		`[时点](?:\s*(\d{1,2})\s*(?:分\s*(?:(\d{1,2})\s*秒?)?)?|\s*(半)|\s*[整钟])?)` +
		`\s*(` + dayparts + `)?\s*(.*)$`)
	zoneShape   = regexp.MustCompile(`^(?:(z|utc|gmt|cst)|(?:utc|gmt)?\s*([+-])(\d{1,2}):?(\d{2})?(?:\s*cst)?)?(?:\s*\([^()]*\))?(?:\[[^\[\]]*\])?$`)
	dottedClock = regexp.MustCompile(`^\d{1,2}\.\d{2}(?:\.\d{2})?$`)
	onlyDaypart = regexp.MustCompile(`^(?:` + dayparts + `)$`)
)

// clock is a time of day and, where the text names one, the zone it is told in.
type clock struct {
	h, m, s int
	zone    *time.Location // nil: the reader's own
}

// withClock adds the rest of a cell, after its date, to the day.
func withClock(day Stamp, rest, cell string, zone *time.Location) (Stamp, error) {
	rest = strings.TrimSpace(strings.TrimLeft(rest, " ,t_"))
	if rest == "" || onlyDaypart.MatchString(rest) {
		return day, nil // "2019年3月5日上午" still says the day
	}
	if dottedClock.MatchString(rest) {
		rest = strings.ReplaceAll(rest, ".", ":") // 9.05 after a day is a time of day
	}
	c, ok, err := readClock(rest, cell)
	if err != nil {
		return Stamp{}, err
	}
	if !ok {
		return Stamp{}, unreadable(cell)
	}
	in := zone
	if c.zone != nil {
		in = c.zone
	}
	y, mo, d := day.At.Date()
	at := time.Date(y, mo, d, c.h, c.m, c.s, 0, in).In(zone)
	return Stamp{At: at, HasTime: true}, nil
}

// readClock reads 9:05, 9:05:30.5, 上午9时5分, 下午3点半, 3:05 pm, each with or without a zone after it.
// ok is false when s has another shape; err says that the shape fits and the time does not exist.
func readClock(s, cell string) (c clock, ok bool, err error) {
	m := clockShape.FindStringSubmatch(s)
	if m == nil {
		return clock{}, false, nil
	}
	c.h, c.m, c.s = atoi(m[2]), atoi(m[3]+m[5]), atoi(m[4]+m[6])
	if m[7] != "" {
		c.m = 30
	}
	if c.zone, ok = readZone(m[9]); !ok {
		return clock{}, false, nil
	}
	part := m[1]
	if part == "" {
		part = m[8]
	} else if m[8] != "" {
		return clock{}, false, nil
	}
	if c.h, ok = hourOfDay(c.h, part); !ok || c.m > 59 || c.s > 59 {
		return clock{}, true, noSuchClock(cell)
	}
	return c, true, nil
}

// hourOfDay turns an hour told by a part of the day into one of 24. What two people would read
// differently is not ok: 上午12点 is noon to most and midnight to Excel, 晚上12点 is on the next day.
func hourOfDay(h int, part string) (int, bool) {
	switch strings.ReplaceAll(part, ".", "") {
	case "":
		return h, h <= 23
	case "am", "pm":
		if part[0] == 'a' {
			return h % 12, h <= 12
		}
		if h > 12 { // 15:05 pm says it twice
			return h, h <= 23
		}
		return h%12 + 12, h >= 1
	case "凌晨":
		return h % 12, h <= 6 || h == 12
	case "清晨", "早上", "早晨", "早", "上午":
		return h, h <= 11
	case "中午", "午间":
		if h <= 2 {
			return h + 12, h >= 1
		}
		return h, h >= 10 && h <= 14
	case "下午", "傍晚":
		if h <= 11 {
			return h + 12, h >= 1
		}
		return h, h <= 23
	default: // 晚上 晚 夜间
		if h <= 11 {
			return h + 12, h >= 5
		}
		return h, h > 12 && h <= 23
	}
}

// readZone reads what may follow a time of day: nothing, Z, +08:00, GMT+0800 (中国标准时间), CST. The
// letters CST are China's on a Chinese board.
func readZone(s string) (*time.Location, bool) {
	m := zoneShape.FindStringSubmatch(strings.TrimSpace(s))
	switch {
	case m == nil:
		return nil, false
	case m[1] == "cst":
		return China, true
	case m[1] != "":
		return time.UTC, true
	case m[2] == "":
		return nil, true
	}
	h, mi := atoi(m[3]), atoi(m[4])
	if h > 14 || mi > 59 {
		return nil, false
	}
	offset := (h*60 + mi) * 60
	if m[2] == "-" {
		offset = -offset
	}
	return time.FixedZone("", offset), true
}

// digitsThenClock reads a date without separators: 20190305, perhaps with its time of day run on
// (201903050905, 20190305090530) or after a space or a T.
func digitsThenClock(digits, rest, cell string, zone *time.Location) (Stamp, error) {
	if len(digits) > 8 {
		if rest != "" {
			return Stamp{}, unreadable(cell)
		}
		return compactTime(digits, cell, zone)
	}
	day, err := compactTime(digits, cell, zone)
	if err != nil {
		return Stamp{}, err
	}
	rest = strings.TrimSpace(strings.TrimLeft(rest, " t_"))
	if run := clockDigits.FindStringSubmatch(rest); run != nil {
		rest = run[1] + ":" + run[2]
		if run[3] != "" {
			rest += ":" + run[3]
		}
		rest += run[4]
	}
	return withClock(day, rest, cell, zone)
}

var clockDigits = regexp.MustCompile(`^(\d{2})(\d{2})(\d{2})?(z|[+-]\d{2}:?\d{2})?$`)

// compactTime reads 8, 12 or 14 digits as yyyymmdd, hhmm and ss.
func compactTime(digits, cell string, zone *time.Location) (Stamp, error) {
	day, err := civil(atoi(digits[:4]), atoi(digits[4:6]), atoi(digits[6:8]), zone, cell)
	if err != nil || len(digits) == 8 {
		return day, err
	}
	rest := digits[8:] + "00"[:14-len(digits)]
	h, m, s := atoi(rest[:2]), atoi(rest[2:4]), atoi(rest[4:6])
	if h > 23 || m > 59 || s > 59 {
		return Stamp{}, noSuchClock(cell)
	}
	y, mo, d := day.At.Date()
	return Stamp{At: time.Date(y, mo, d, h, m, s, 0, zone), HasTime: true}, nil
}
