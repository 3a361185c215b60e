"""A catalogue of any size, composed from a seed. Synthetic: no such shop, product, licence or report exists."""

import random
from collections.abc import Callable

from monitor.claims.catalogue import Catalogue, Product, SellingPoint

_ACTIVES = (
    "烟酰胺 玻尿酸 神经酰胺 胶原蛋白 积雪草 泛醇 角鲨烷 茶多酚 虾青素 甘草酸 氨基酸 乳木果 燕麦 葡聚糖 益生元 膳食纤维 乳清蛋白 "
    "叶黄素 维生素 硫酸锌 碳酸钙 牛磺酸 花青素 番茄红素 姜黄素 褪黑素 银杏叶 枸杞多糖 人参皂苷 大豆肽 海藻糖 木糖醇 赤藓糖 "
    "水杨酸 果酸 视黄醇 依克多因 寡肽 神经肽 蜂胶 蜂王浆 鱼子 珍珠粉 艾草 薄荷 芦荟 洋甘菊 金盏花 马齿苋 山茶油 椰子油 橄榄油"
).split()
_STUFFS = (
    "新疆长绒棉 桑蚕丝 山羊绒 美利奴羊毛 亚麻 天丝 莫代尔 头层牛皮 羊皮 鹅绒 鸭绒 食品级硅胶 高硼硅玻璃 医用不锈钢 航空铝 "
    "陶瓷釉 竹纤维 记忆棉 天然乳胶 北美黑胡桃 榉木 橡胶木 碳纤维 钛合金 铸铁 紫铜 马口铁 原生木浆 可降解塑料 聚丙烯 尼龙 牛津布 "
    "硬质氧化层 麦饭石 钢化玻璃 珊瑚绒 灯芯绒 高密度海绵 弹力纱 抗静电丝"
).split()
_ORIGINS = (
    "云南 贵州 四川 湖北 湖南 福建 江西 浙江 安徽 山东 河北 陕西 甘肃 宁夏 青海 新疆 西藏 内蒙古 黑龙江 吉林 辽宁 广西 海南 台州 "
    "秦岭 长白山 大别山 武夷山 太行山 洞庭湖 阳澄湖 舟山 呼伦贝尔 伊犁 五指山 赣南 烟台 库尔勒"
).split()
_GOODS = (
    "面霜 精华 面膜 洁面乳 牙膏 牙刷 洗发水 沐浴露 洗衣液 纸巾 毛巾 床单 被子 枕头 睡衣 衬衫 外套 围巾 袜子 运动鞋 书包 行李箱 "
    "保温杯 炒锅 菜刀 砧板 电饭煲 破壁机 吹风机 加湿器 风扇 台灯 音箱 耳机 充电宝 手表 项链 奶粉 辅食 钙片 鱼油 蜂蜜 大米 面条 "
    "食用油 酱油 茶叶 咖啡 坚果 果干 饼干 牛肉干 苹果 橙子 猫粮 狗粮 积木 拼图 沙发 书桌 椅子 床垫 消毒液 口罩 血压计"
).split()
_DOES = (
    "保湿 补水 控油 舒缓 修护 提亮肤色 淡化细纹 紧致 去屑 柔顺 清洁 去渍 除味 抑菌 除螨 防水 防滑 防摔 防晒 隔热 静音 节能 "
    "透气 吸汗 速干 抗皱 耐磨 不掉色 不起球 不变形 不粘锅 不生锈 防蓝光 护眼 补钙 补锌 增强免疫力 改善睡眠 润肠通便 维持血脂健康 "
    "缓解视疲劳 保护牙釉质 减少静电 亲肤 轻薄不闷 持久留香 锁鲜 恒温 自动断电 一键清洗"
).split()
_PEOPLE = "成年人 敏感肌 孕妇 儿童 老年人 三岁以上儿童 学生 油性皮肤 干性皮肤 女士 男士 哺乳期妈妈".split()
_DOINGS = "使用 食用 佩戴 饮用 穿着 送礼 日常护理".split()
_PAPERS = "检测报告 质检报告 发明专利 实用新型专利 有机产品认证 绿色食品认证 强制性产品认证 能效标识 地理标志 人体功效评价".split()
_LASTS = (
    "保温 保冷 保湿 续航 待机 持妆 留香 锁鲜 控油 充电 预约 发酵 慢炖 质保 保质 防护 陈酿 晾晒".split()
)
_TIMES = "小时 天 个月 年 分钟".split()
_FIGURED = [
    ("净含量", "克 毫升 斤 公斤"),
    ("容量", "毫升 升"),
    ("功率", "瓦 千瓦"),
    ("电池容量", "毫安时"),
    ("长度", "厘米 米"),
    ("直径", "厘米 毫米"),
    ("厚度", "毫米 厘米"),
    ("重量", "克 公斤"),
    ("每片含量", "毫克 微克"),
    ("每盒", "片 粒 支 袋 包"),
    ("噪音低至", "分贝"),
    ("耐热", "度"),
    ("吸力", "帕 千帕"),
    ("可折叠", "次"),
    ("共有", "层 种 项"),
    ("转速", "转"),
    ("热量", "千卡 千焦"),
    ("屏幕", "寸"),
]
_PERCENT = "含量 抑菌率 纯度 回弹率 遮光率 吸水率 原液浓度 果汁含量 可可含量 蛋白质含量 除菌率 保水率".split()


def _figure(chance: random.Random) -> str:
    small = chance.random() < 0.5
    return str(chance.randint(2, 60) if small else chance.randint(2, 99) * chance.choice((10, 50, 100)))


def _lasting(chance: random.Random) -> str:
    return f"{chance.choice(_GOODS)}{chance.choice(_LASTS)}{chance.randint(2, 72)}{chance.choice(_TIMES)}"


def _figured(chance: random.Random) -> str:
    what, units = chance.choice(_FIGURED)
    return f"{chance.choice(_GOODS)}{what}{_figure(chance)}{chance.choice(units.split())}"


def _percent(chance: random.Random) -> str:
    return f"{chance.choice((*_ACTIVES, *_STUFFS))}{chance.choice(_PERCENT)}{chance.randint(2, 99)}%"


def _ingredient(chance: random.Random) -> str:
    first, second = chance.sample(_ACTIVES, 2)
    return chance.choice((f"含有{first}和{second}", f"添加{first}{chance.randint(2, 90)}毫克", f"不含{first}"))


def _material(chance: random.Random) -> str:
    return f"{chance.choice(_GOODS)}采用{chance.choice(_ORIGINS)}{chance.choice(_STUFFS)}"


def _helps(chance: random.Random) -> str:
    first, second = chance.sample(_DOES, 2)
    how = chance.choice(("有助于", "", "帮助", ""))
    return f"{chance.choice(_ACTIVES)}{how}{first}{chance.choice(('、', '，', ''))}{second}"


def _suits(chance: random.Random) -> str:
    return f"适合{chance.choice(_PEOPLE)}{chance.choice(_DOINGS)}的{chance.choice(_GOODS)}"


def _from(chance: random.Random) -> str:
    return f"{chance.choice(_GOODS)}原料产自{chance.choice(_ORIGINS)}海拔{chance.randint(2, 40)}00米"


def _papered(chance: random.Random) -> str:
    return f"{chance.choice(_DOES)}{chance.choice(_GOODS)}有{chance.choice(_PAPERS)}"


def _short(chance: random.Random) -> str:
    does = [words for words in _DOES if len(words) > 2]
    return chance.choice((*does, f"{chance.randint(1, 10)}年质保", f"不添加{chance.choice(_ACTIVES)}"))


_KINDS: tuple[Callable[[random.Random], str], ...] = (
    _lasting,
    _figured,
    _percent,
    _ingredient,
    _material,
    _helps,
    _suits,
    _from,
    _papered,
    _short,
)


def composed_catalogue(products: int, points: int, seed: int) -> Catalogue:
    """`points` selling points spread evenly over `products`; the same for the same seed."""
    chance = random.Random(seed)
    made = []
    for number in range(products):
        count = points // products + (number < points % products)
        texts = [chance.choice(_KINDS)(chance) for _ in range(count)]
        made.append(
            Product(
                id=f"p{number}",
                name=f"{chance.choice(_ORIGINS)}{chance.choice(_ACTIVES)}{chance.choice(_GOODS)}{number}号",
                category="other",
                link=str(number + 1),
                claims=[SellingPoint(id=f"p{number}-{i}", text=text) for i, text in enumerate(texts)],
            )
        )
    return Catalogue(tuple(made), f"composed-{seed}")
