package deadline

import "sort"

// WorkdaysBetween counts the working days after from, up to and including to: from itself is day 0.
// It is negative when to is the earlier day. So it is "剩余 n 个工作日" between today and the due day,
// and an answer is later than the 15th working day when the count from the raising day is over 15.
// Two look-ups and no allocation, however far the days are apart.
func (c Calendar) WorkdaysBetween(from, to Date) int { return int(c.worked(to) - c.worked(from)) }

// AddWorkdays is the nth working day after d, or the nth before it when n is negative; d itself is
// not counted. AddWorkdays(d, 0) is d.
func (c Calendar) AddWorkdays(d Date, n int) Date {
	switch {
	case n > 0:
		return c.reach(int64(c.worked(d))+int64(n), d)
	case n < 0:
		return c.reach(int64(c.worked(d.AddDays(-1)))+int64(n)+1, d)
	}
	return d
}

// NextWorkday is d when it is worked, otherwise the first working day after it.
func (c Calendar) NextWorkday(d Date) Date {
	for d.n < lastDay && !c.Workday(d) {
		d.n++
	}
	return d
}

// PrevWorkday is d when it is worked, otherwise the last working day before it.
func (c Calendar) PrevWorkday(d Date) Date {
	for d.n > firstDay && !c.Workday(d) {
		d.n--
	}
	return d
}

// worked is the number of working days up to and including d, from an origin that differs between
// calendars: only differences of it mean anything. Outside the table the plain week is counted.
func (c Calendar) worked(d Date) int32 {
	if c.t == nil {
		return plainWeek(d.n)
	}
	i := d.n - c.t.first
	switch last := int32(len(c.t.upto)) - 1; {
	case i < 0:
		return plainWeek(d.n) - plainWeek(c.t.first-1)
	case i > last:
		return c.t.upto[last] + plainWeek(d.n) - plainWeek(c.t.first+last)
	default:
		return c.t.upto[i]
	}
}

// reach is the first day by which worked() has come to count. near is where to look first: the search
// widens from there, so it costs the logarithm of the distance.
func (c Calendar) reach(count int64, near Date) Date {
	step := int32(8)
	lo, hi := near.n, near.n // lo is before the day that is looked for, hi on or after it
	for lo > firstDay && int64(c.worked(Date{lo})) >= count {
		hi, lo, step = lo, max(lo-step, firstDay-1), step*2
	}
	for step = 8; hi < lastDay && int64(c.worked(Date{hi})) < count; step *= 2 {
		lo, hi = hi, min(hi+step, lastDay)
	}
	n := sort.Search(int(hi-lo), func(i int) bool { return int64(c.worked(Date{lo + int32(i)})) >= count })
	return clamp(int64(lo) + int64(n))
}

// knows reports whether every year from that of a to that of b is published. a may be the later day.
func (c Calendar) knows(a, b Date) bool {
	from, to := a.Year(), b.Year()
	for y := min(from, to); y <= max(from, to); y++ {
		if !c.Published(y) {
			return false
		}
	}
	return true
}
