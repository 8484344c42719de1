/** Linxi 临溪 does not exist. Its districts, streets and coordinates are made up; the position is an ordinary one in eastern China. */
export const CITY = { name: '临溪市', nameEn: 'Linxi', longitude: 119.62, latitude: 30.47 }

export interface DistrictSeed {
  readonly id: number
  readonly name: string
  readonly nameEn: string
  /** Kilometres from the middle of the city: east, north. */
  readonly east: number
  readonly north: number
  readonly streets: readonly string[]
  readonly towns: readonly string[]
}

export const districts: readonly DistrictSeed[] = [
  { id: 1, name: '城中区', nameEn: 'Chengzhong', east: 0, north: 0, streets: ['百花路', '文庙路', '钟鼓路', '晴川路', '书院街'], towns: ['百花街道', '文庙街道', '钟鼓街道', '晴川街道', '书院街道'] },
  { id: 2, name: '溪东区', nameEn: 'Xidong', east: 5, north: 1, streets: ['溪东大道', '锦绣路', '丹桂路', '清风路'], towns: ['锦绣街道', '丹桂街道', '清风街道', '长桥街道'] },
  { id: 3, name: '溪西区', nameEn: 'Xixi', east: -5, north: 0, streets: ['溪西大道', '竹影路', '银杏路', '学府路'], towns: ['竹影街道', '银杏街道', '学府街道', '泉口街道'] },
  { id: 4, name: '望江区', nameEn: 'Wangjiang', east: 2, north: -6, streets: ['望江路', '渔火街', '码头路', '滨江大道'], towns: ['渔火街道', '码头街道', '滨江街道', '沙洲街道'] },
  { id: 5, name: '云台区', nameEn: 'Yuntai', east: -2, north: 7, streets: ['云台路', '听松路', '北苑路', '创新大道'], towns: ['听松街道', '北苑街道', '创新街道', '平湖街道'] },
  { id: 6, name: '梅园区', nameEn: 'Meiyuan', east: 7, north: 6, streets: ['梅园路', '香雪路', '青石街', '东苑路'], towns: ['香雪街道', '青石街道', '东苑街道', '花溪街道'] },
  { id: 7, name: '松岭区', nameEn: 'Songling', east: -8, north: 6, streets: ['松岭路', '岭南街', '柏木路', '山前大道'], towns: ['柏木街道', '山前街道', '石门街道', '丁家街道'] },
  { id: 8, name: '桐山区', nameEn: 'Tongshan', east: -9, north: -5, streets: ['桐山路', '凤栖路', '工人路', '矿山街'], towns: ['凤栖街道', '工人街道', '新桥街道', '古塘街道'] },
  { id: 9, name: '兰圃区', nameEn: 'Lanpu', east: 8, north: -5, streets: ['兰圃路', '芝兰街', '会展大道', '南苑路'], towns: ['芝兰街道', '会展街道', '南苑街道', '双塔街道'] },
  { id: 10, name: '柳浦区', nameEn: 'Liupu', east: 13, north: 0, streets: ['柳浦路', '杨柳街', '港湾大道', '海棠路'], towns: ['杨柳街道', '港湾街道', '海棠街道', '临浦镇'] },
  { id: 11, name: '枫林区', nameEn: 'Fenglin', east: -14, north: 1, streets: ['枫林路', '红叶街', '大学城路', '秋水路'], towns: ['红叶街道', '大学城街道', '秋水街道', '枫桥镇'] },
  { id: 12, name: '白鹭区', nameEn: 'Bailu', east: 3, north: 14, streets: ['白鹭路', '湖滨大道', '荷塘街', '稻香路'], towns: ['湖滨街道', '荷塘街道', '稻香街道', '北湖镇'] },
  { id: 13, name: '石桥区', nameEn: 'Shiqiao', east: -3, north: -14, streets: ['石桥路', '老街', '永安路', '车站路'], towns: ['永安街道', '车站街道', '老街街道', '石桥镇'] },
  { id: 14, name: '青屿区', nameEn: 'Qingyu', east: 22, north: -8, streets: ['青屿路', '海岸街', '灯塔路', '渔港大道'], towns: ['海岸街道', '灯塔街道', '渔港镇', '盐田镇'] },
  { id: 15, name: '芦洲区', nameEn: 'Luzhou', east: 16, north: 15, streets: ['芦洲路', '苇荡街', '新城大道', '水乡路'], towns: ['新城街道', '水乡街道', '芦荡镇', '周庄桥镇'] },
  { id: 16, name: '月湾区', nameEn: 'Yuewan', east: -20, north: -13, streets: ['月湾路', '月牙街', '茶园路', '溪口大道'], towns: ['月牙街道', '茶园街道', '溪口镇', '竹山镇'] },
]

/** Kilometres from the middle of the city as longitude and latitude. */
export function positionAt(east: number, north: number): { longitude: number; latitude: number } {
  const round = (value: number): number => Math.round(value * 1e5) / 1e5
  return {
    longitude: round(CITY.longitude + east / (111.32 * Math.cos((CITY.latitude * Math.PI) / 180))),
    latitude: round(CITY.latitude + north / 110.57),
  }
}
