import type { DeviceModel, HandsetType } from '../devices.ts'
import { ABSENT, boolean, type TableText, tableText } from './copy-text.ts'

const COLUMNS = [
  'id',
  'brand',
  'model',
  'hnd_type',
  'software_os_vendor',
  'software_os_name',
  'software_os_version',
  'width',
  'height',
  'depth',
  'weight',
  'display_type',
  'display_width',
  'display_height',
  'display_colors',
  'mms_receiver',
  'mms_built_in_camera',
  'hardware_gprs',
  'hardware_edge',
  'hardware_umts',
  'hardware_wifi',
  'hardware_bluetooth',
  'hardware_gps',
  'wap_2_0',
  'j2me_midp_20',
]

/** Width, height and depth in mm, weight in g; the display's kind, width and height in pixels. */
const BODIES: Record<HandsetType, readonly (string | number)[]> = {
  Smart: [70, 140, 9, 150, 'IPS', 720, 1280],
  Feature: [50, 115, 13, 95, 'TFT', 240, 320],
  Basic: [46, 108, 14, 80, 'TFT', 128, 128],
}

/** Models of handsets as rows of `infrastructure.tacs`. */
export function devicesTable(models: readonly DeviceModel[]): TableText {
  return tableText(COLUMNS, models, ({ tac, brand, model, handsetType, os }) => {
    const smart = handsetType === 'Smart'
    const online = handsetType !== 'Basic'
    return [
      tac,
      brand,
      model,
      handsetType,
      os?.vendor ?? ABSENT,
      os?.name ?? ABSENT,
      os?.version ?? ABSENT,
      ...BODIES[handsetType],
      ...[true, online, online, online, online, smart, smart, online, smart, online, online].map(boolean),
    ].join('\t')
  })
}
