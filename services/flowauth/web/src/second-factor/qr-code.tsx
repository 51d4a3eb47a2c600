import { generate } from 'lean-qr'
import { useMemo } from 'react'

/** What QR codes have around them, in modules (ISO/IEC 18004, 6.3.8). */
const QUIET_ZONE = 4
const WIDTH_PIXELS = 220

/** A text as a QR code: black on white, whatever the page's colours are, since cameras expect that. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { path, size } = useMemo(() => drawn(text), [text])
  return (
    <svg
      role="img"
      aria-label={label}
      width={WIDTH_PIXELS}
      height={WIDTH_PIXELS}
      viewBox={`${-QUIET_ZONE} ${-QUIET_ZONE} ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <rect x={-QUIET_ZONE} y={-QUIET_ZONE} width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

function drawn(text: string): { path: string; size: number } {
  const code = generate(text)
  const numbers = [...Array(code.size).keys()]
  const squares = numbers.flatMap(y => numbers.filter(x => code.get(x, y)).map(x => `M${x} ${y}h1v1h-1z`))
  return { path: squares.join(''), size: code.size + 2 * QUIET_ZONE }
}
