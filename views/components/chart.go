package components

import (
	"math"
	"strconv"
	"strings"
)

// Series is one quantity over the buckets of a chart.
type Series struct {
	Name   string
	Tone   Tone
	Values []int64
}

// ChartView is a chart of few series over time, bars stacked or lines.
type ChartView struct {
	Label   string   // what it says in one sentence, for those who do not see it
	Bucket  string   // head of the table's first column
	Buckets []string // "08:00", one for each value
	Series  []Series
	Line    bool
	Percent bool     // values are percent: the axis ends at 100
	Sum     string   // the head of one column, where the series are parts of one number; "" tells them apart
	Dense   bool     // many narrow bars, drawn as one shape a series
	Marks   []string // under the time axis, one a bucket, most of them empty; nil: a few of the buckets
	TestID  string
}

// The plot is 1000 by 100 units, stretched to the room there is.
const plotWidth, plotHeight = 1000.0, 100.0

const gridLines = 4

// ceiling is a round number at or above the highest bar, so that the axis reads well.
func (c ChartView) ceiling() int64 {
	if c.Percent {
		return 100
	}
	var top int64
	for i := range c.Buckets {
		var sum int64
		for _, s := range c.Series {
			v := s.at(i)
			if c.Line {
				sum = max(sum, v)
			} else {
				sum += v
			}
		}
		top = max(top, sum)
	}
	if top <= gridLines {
		return gridLines
	}
	unit := math.Pow(10, math.Floor(math.Log10(float64(top))))
	for _, step := range []float64{1, 2, 4, 6, 8, 10} {
		if v := int64(step * unit); v >= top && v%gridLines == 0 {
			return v
		}
	}
	return int64(10*unit) * 2
}

func (s Series) at(i int) int64 {
	if i < len(s.Values) {
		return s.Values[i]
	}
	return 0
}

// ticks are the numbers beside the axis, from the top.
func (c ChartView) ticks() []int64 {
	top := c.ceiling()
	ticks := make([]int64, 0, gridLines+1)
	for i := gridLines; i >= 0; i-- {
		ticks = append(ticks, top*int64(i)/gridLines)
	}
	return ticks
}

// labelEvery keeps the labels of the time axis apart.
func (c ChartView) labelEvery() int {
	return max(1, int(math.Ceil(float64(len(c.Buckets))/6)))
}

func (c ChartView) slot() float64 { return plotWidth / float64(max(1, len(c.Buckets))) }

type bar struct {
	series     int
	x, y, w, h string
	class      string
}

// bars stacks the series of bucket i, the first at the bottom. A value that is
// not zero is at least one unit high: a single failure must be seen.
func (c ChartView) bars(i int) []bar {
	var bars []bar
	top, y := float64(c.ceiling()), plotHeight
	for n, s := range c.Series {
		v := s.at(i)
		if v == 0 {
			continue
		}
		h := max(1, float64(v)/top*plotHeight)
		y -= h
		bars = append(bars, bar{
			series: n,
			x:      units(c.slot() * (float64(i) + 0.17)), w: units(c.slot() * 0.66),
			y: units(max(0, y)), h: units(h), class: s.Tone.class(),
		})
	}
	return bars
}

// shape is the path around all bars of series n: a week of hours is a hundred
// bars and more, and an element for each would weigh more than the page.
func (c ChartView) shape(n int) string {
	var d strings.Builder
	for i := range c.Buckets {
		for _, b := range c.bars(i) {
			if b.series == n {
				d.WriteString("M" + b.x + " " + b.y + "h" + b.w + "v" + b.h + "h-" + b.w + "z")
			}
		}
	}
	return d.String()
}

// sparse is the buckets that are drawn one by one.
func (c ChartView) sparse() []string {
	if c.Dense {
		return nil
	}
	return c.Buckets
}

// sum is what stands in bucket i altogether.
func (c ChartView) sum(i int) int64 {
	var n int64
	for _, s := range c.Series {
		n += s.at(i)
	}
	return n
}

// mark is what stands under bucket i.
func (c ChartView) mark(i int) string {
	switch {
	case i < len(c.Marks):
		return c.Marks[i]
	case len(c.Marks) == 0 && i%c.labelEvery() == 0:
		return c.Buckets[i]
	}
	return ""
}

// line is the path of a series through the middle of its buckets; closed, it
// goes down to the axis so that it can be filled.
func (c ChartView) line(s Series, closed bool) string {
	if len(c.Buckets) == 0 {
		return ""
	}
	top, d, pen := float64(c.ceiling()), "", "M"
	for i := range c.Buckets {
		d += pen + c.middle(i) + " " + units(plotHeight-float64(s.at(i))/top*plotHeight)
		pen = "L"
	}
	if closed {
		d += "L" + c.middle(len(c.Buckets)-1) + " 100L" + c.middle(0) + " 100Z"
	}
	return d
}

func (c ChartView) middle(i int) string { return units(c.slot() * (float64(i) + 0.5)) }

func units(f float64) string { return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64) }
