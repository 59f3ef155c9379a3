#!/usr/bin/env python3
"""Turn data/workdays.tsv into the C rows of kx-workday-rows.h: make-workday-rows.py workdays.tsv out.c"""
import datetime
import sys


def main():
    with open(sys.argv[1], encoding='utf-8') as file:
        lines = file.read().splitlines()
    if lines[0].split('\t') != ['date', 'kind', 'name']:
        sys.exit('workdays.tsv: columns are not date kind name')
    days = {}
    for line in lines[1:]:
        text, kind, _ = line.split('\t')
        day = datetime.date.fromisoformat(text)
        if kind not in ('holiday', 'workday') or (days and day <= max(days)):
            sys.exit('workdays.tsv: ' + line)
        days[day] = kind == 'workday'
    years = {day.year for day in days}
    if years != set(range(min(years), max(years) + 1)):
        sys.exit('workdays.tsv: a year is missing')
    with open(sys.argv[2], 'w', encoding='utf-8') as out:
        out.write('/* Made from data/workdays.tsv. */\n#include "core/tables/kx-workday-rows.h"\n\n')
        out.write('const KxCalendarDay kx_workday_rows[] = {\n')
        for day, works in days.items():
            out.write('  { { %s }, %s },\n' % (day.strftime('%Y%m%d'), 'TRUE' if works else 'FALSE'))
        out.write('};\nconst guint kx_workday_n_rows = %d;\n' % len(days))
        out.write('const int kx_workday_last_year = %d;\n' % max(years))


main()
