"""Units of measure as hosts say them: dimension, and factor to the dimension's base unit."""

_DAY = 86_400.0
_TABLE: dict[str, dict[float, str]] = {
    "time": {
        0.001: "毫秒 ms",
        1: "秒 秒钟 s",
        60: "分钟 min",
        3600: "小时 钟头 h",
        _DAY: "天 日 夜 晚 宿",
        7 * _DAY: "周 星期 礼拜",
        365 / 12 * _DAY: "月",
        365 * _DAY: "年 周年",
    },
    "mass": {
        1e-6: "微克 ug μg",
        0.001: "毫克 mg",
        1: "克 g",
        5: "钱",
        50: "两 兩",
        453.59237: "磅",
        500: "斤 市斤",
        1000: "千克 公斤 kg",
        1_000_000: "吨",
    },
    "volume": {1: "毫升 ml", 29.5735: "盎司 oz", 1000: "升 l 公升 立升", 1_000_000: "立方米 立方"},
    "length": {
        1e-7: "纳米 nm",
        1e-4: "微米 um μm",
        0.1: "毫米 mm",
        1: "厘米 公分 cm",
        100: "米 m",
        100_000: "公里 千米 km",
        2.54: "寸 英寸 吋",
        100 / 3: "尺",
        1000 / 3: "丈",
        50_000: "里地 里路",
    },
    "area": {0.0001: "平方厘米 平方公分", 1: "平方米 平米 平方 平 m2"},
    "temperature": {1: "度 摄氏度 °c"},
    "money": {0.1: "毛 毛钱 角", 1: "元 块 块钱 元钱 rmb", 10_000: "万元 万块 万块钱", 1e8: "亿元"},
    "percent": {1: "% 个点 个多点 个百分点 分点", 0.1: "‰", 0.01: "‱", 10: "成"},
    "discount": {1: "折"},
    "times": {1: "倍"},
    "power": {1: "瓦 w", 735: "马力", 1000: "千瓦 kw"},
    "voltage": {1: "伏 伏特 v"},
    "charge": {1: "毫安 毫安时 mah", 1000: "安时 ah"},
    "energy": {
        1: "千卡 大卡 kcal 卡路里",
        1 / 4.184: "千焦 kj",
        3.6 / 4.184: "瓦时 wh",
        3600 / 4.184: "千瓦时 kwh 度电",
    },
    "mercury": {1: "毫米汞柱 mmhg"},
    "pressure": {1: "帕 pa", 1000: "千帕 kpa", 1_000_000: "兆帕 mpa"},
    "frequency": {1: "赫兹 赫 hz", 1000: "千赫 khz", 1_000_000: "兆赫 mhz"},
    "force": {1: "牛顿 牛"},
    "torque": {1: "牛米"},
    "light": {1: "流明 lm"},
    "brightness": {1: "尼特 nit"},
    "pixels": {1: "像素"},
    "grade": {1: "级"},
    "karat": {1: "k金 k"},
    "mesh": {1: "目"},
    "sound": {1: "分贝 db"},
    "data": {0.001: "mb", 1: "gb", 1000: "tb"},
    "age": {1: "岁 周岁", 1 / 12: "月龄"},
    "people": {1: "人 位 名"},
    "count:粒": {1: "粒 颗"},
    "count:次": {1: "次 遍 回 趟"},
    "count:下": {1: "下 锤"},
    "count:种": {1: "种 类"},
    "count:层": {1: "层 重"},
    "count:项": {1: "项"},
    "count:家": {1: "家"},
    "count:档": {1: "档 挡 个档位 档位"},
    "count:个": {1: "cfu"},
    "count:单": {1: "单"},
}
_COUNTED = (
    "个 片 瓶 盒 包 袋 支 条 件 双 套 罐 桶 箱 份 根 张 卷 抽 只 台 把 杯 勺 对 枚 本 提 组 排 道 头 株 滴 "
    "克拉 匹 帧 转 针 支装 小包 小袋 小盒 小瓶 小罐 坛 管 幅 页 亩 户 团 坨"
)

UNITS: dict[str, tuple[str, float]] = {
    name: (dimension, factor)
    for dimension, by_factor in _TABLE.items()
    for factor, names in by_factor.items()
    for name in names.split()
} | {name: (f"count:{name}", 1.0) for name in _COUNTED.split()}

LONGEST_FIRST = sorted(UNITS, key=len, reverse=True)
DAYS = frozenset({"月", "年", "周年"})
