#!/usr/bin/env python3
"""Turn data/divisions.tsv into the C rows of kx-area-rows.h: make-area-rows.py divisions.tsv out.c"""
import re
import sys

COLUMNS = ['code', 'name', 'parent', 'from', 'to', 'successor', 'kind']
KINDS = {'': 'KX_AREA_PLAIN', 'placeholder': 'KX_AREA_PLACEHOLDER', 'zone': 'KX_AREA_ZONE'}
ENDINGS = ['特别行政区', '自治区', '自治州', '自治县', '自治旗', '联合旗', '地区', '林区', '矿区', '新区',
           '省', '市', '县', '区', '旗', '盟']
# The names of peoples as they stand in the names of autonomous areas.
PEOPLES = ['各族', '蒙古族', '蒙古', '回族', '藏族', '维吾尔', '苗族', '彝族', '壮族', '布依族', '朝鲜族', '满族',
           '侗族', '瑶族', '白族', '土家族', '哈尼族', '哈萨克族', '哈萨克', '傣族', '黎族', '傈僳族', '佤族', '畲族',
           '拉祜族', '水族', '东乡族', '纳西族', '景颇族', '柯尔克孜', '土族', '达斡尔族', '仫佬族', '羌族', '布朗族',
           '撒拉族', '毛南族', '仡佬族', '锡伯', '塔吉克', '怒族', '鄂温克族', '保安族', '裕固族', '独龙族', '普米族',
           '各民族']


def fail(message):
    sys.exit('divisions.tsv: ' + message)


def stem(name, kind):
    """The name as people shorten it: 济南市 is 济南, 广西壮族自治区 is 广西; a single character keeps its ending."""
    if kind:
        return name
    ending = next((e for e in ENDINGS if name.endswith(e) and len(name) - len(e) >= 2), '')
    text = name[:len(name) - len(ending)]
    shorter = True
    while ending and shorter:
        shorter = next((p for p in PEOPLES if text.endswith(p) and len(text) - len(p) >= 2), '')
        text = text[:len(text) - len(shorter)]
    return text[:-1] if len(ending) == 3 and text.endswith('族') and len(text) > 2 else text


def date(text, last):
    """yyyymmdd; of a bare year its first or last day, 0 when unknown."""
    if re.fullmatch(r'\d{4}', text):
        return int(text + ('1231' if last else '0101'))
    if text and not re.fullmatch(r'\d{4}-\d\d-\d\d', text):
        fail('date ' + text)
    return int(text.replace('-', '') or 0)


def level(code):
    if code == '000000':
        return 'KX_AREA_COUNTRY'
    return 'KX_AREA_PROVINCE' if code[2:] == '0000' else 'KX_AREA_CITY' if code[4:] == '00' else 'KX_AREA_COUNTY'


def read(path):
    with open(path, encoding='utf-8') as file:
        lines = file.read().splitlines()
    if lines[0].split('\t') != COLUMNS:
        fail('columns are not ' + ' '.join(COLUMNS))
    rows = [dict(zip(COLUMNS, line.split('\t'), strict=True)) for line in lines[1:]]
    codes = {row['code'] for row in rows}
    before = None
    for row in rows:
        if not re.fullmatch(r'\d{6}', row['code']) or not row['name'] or '"' in row['name'] or row['kind'] not in KINDS:
            fail('row ' + row['code'])
        if row['code'] != '000000' and row['parent'] not in codes:
            fail('parent of ' + row['code'])
        if any(code not in codes for code in row['successor'].split()):
            fail('successor of ' + row['code'])
        row['start'], row['end'] = date(row['from'], False), date(row['to'], True)
        if row['end'] and row['start'] > row['end']:
            fail('dates of ' + row['code'])
        key = (row['code'], row['start'])
        if before and (key <= before[0] or (key[0] == before[0][0] and not before[1])):
            fail('order at ' + row['code'])
        before = (key, row['end'])
    if len(rows) > 65535:
        fail('too many rows for a 16-bit index')
    return rows


def index(rows, name, key):
    order = sorted(range(len(rows)), key=lambda i: (key(rows[i]).encode(), i))
    return 'const guint16 %s[] = { %s };\n' % (name, ', '.join(map(str, order)))


def main():
    rows = read(sys.argv[1])
    with open(sys.argv[2], 'w', encoding='utf-8') as out:
        out.write('/* Made from data/divisions.tsv. */\n#include "core/tables/kx-area-rows.h"\n\n')
        out.write('const KxArea kx_area_rows[] = {\n')
        for row in rows:
            row['stem'] = stem(row['name'], row['kind'])
            out.write('  { "%s", "%s", "%s", "%s", "%s", %s, %s, { %d }, { %d } },\n' % (
                row['code'], row['parent'], row['name'], row['stem'], row['successor'], level(row['code']),
                KINDS[row['kind']], row['start'], row['end']))
        out.write('};\nconst guint kx_area_n_rows = %d;\n' % len(rows))
        for field in 'parent', 'name', 'stem':
            out.write(index(rows, 'kx_area_rows_by_' + field, lambda row: row[field]))


main()
