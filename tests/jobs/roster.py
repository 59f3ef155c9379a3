"""A county's roster of agencies as an office keeps it, with credit codes that fit."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
HEAD = ["序号", "机构名称", "统一社会信用代码", "地址", "床位数", "执业许可证有效期至"]
# Which cell of which agency is wrong, how, and what the program says about it.
NUMBER, NAME, CODE, ADDRESS, BEDS, VALID_TO = range(len(HEAD))
FAULTS = {
    10: (BEDS, "约百张", "no exact whole number"),
    25: (NAME, None, "has to be given"),
    40: (CODE, "123701020000000401", "check character"),
    55: (CODE, None, "the same value already"),  # that of the agency before
    70: (VALID_TO, "2026年13月1日", "no such day"),
    85: (CODE, None, "must have a unified social credit code"),
    100: (CODE, 123701020000001005, "stored as a number"),
}
# Next month's list: who differs in what, who is written otherwise and means the same, who is left out, who is new.
CHANGES = {
    4: {BEDS: 60},
    15: {ADDRESS: "泺源大街15号"},
    31: {VALID_TO: "2035-06-30"},
    47: {NAME: "济南康宁康复医院"},
    62: {BEDS: 0},
    78: {ADDRESS: "解放路78号", BEDS: 120},
    93: {VALID_TO: "2031-03-31"},
    108: {NAME: "济南泉城康复医院", ADDRESS: "泉城路108号", VALID_TO: "2033-09-30"},
    120: {BEDS: 141},
}
RETYPED = {8: {VALID_TO: "2030年12月31日"}, 9: {NAME: "　济南第9康复医院 "}, 10: {BEDS: "３０"}}
MISSING = (48, 96)
NEW = (121, 122, 123)


def credit_code(number):
    """A unified social credit code of that many, with its check character (GB 32100-2015)."""
    code = f"12370102{number:09d}"
    total = sum(weight * ALPHABET.index(character) for weight, character in zip(WEIGHTS, code))
    return code + ALPHABET[(31 - total % 31) % 31]


def agency(number):
    return [number, f"济南第{number}康复医院", credit_code(number), f"经十路{number}号", 20 + number, "2030-12-31"]


def rows(count, faults=()):
    """Two lines of title, the titles of the columns, and the agencies."""
    lines = [["历下区工伤康复协议机构名单"], ["填报单位：历下区社会保险经办机构"], HEAD]
    for number in range(1, count + 1):
        line = agency(number)
        if number in faults:
            column, value, _ = FAULTS[number]
            line[column] = credit_code(number - 1) if number == 55 else value
        lines.append(line)
    return lines


def next_month(count):
    """The list of that many agencies a month later, the new ones first."""
    lines = rows(0)
    for number in NEW + tuple(range(1, count + 1)):
        line = agency(number)
        for column, value in {**CHANGES.get(number, {}), **RETYPED.get(number, {})}.items():
            line[column] = value
        if number not in MISSING:
            lines.append(line)
    return lines
