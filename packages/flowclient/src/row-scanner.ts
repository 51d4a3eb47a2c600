import { ConnectionFailed, UnexpectedAnswer } from './errors.ts'
import { isObject, type JsonObject, parseJson } from './json.ts'

/** Longer than anything that FlowAPI says before and after the rows. */
const LONGEST_FRAME = 65_536

const QUOTE = 0x22
const COMMA = ','
const OPEN_BRACKET = 0x5b
const BACKSLASH = 0x5c
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/**
 * Takes a JSON result, `{"query_id": "…", "query_result": [{…}, …]}`, in pieces of any length, and gives the rows
 * that each piece completes. It holds a piece and the row that has begun, never the whole. Only where rows end is
 * found here; all text is parsed by the platform, which is fast and strict.
 *
 * | phase | holds | leaves it for |
 * |---|---|---|
 * | head | all text so far | rows, at the bracket that opens `query_result` |
 * | rows | the text behind the last complete row | tail, at the bracket that closes `query_result` |
 * | tail | the text behind that bracket | |
 */
export class RowScanner {
  #phase: 'head' | 'rows' | 'tail' = 'head'
  #held = ''
  /** How much of the held text has been looked at; one more than there is when the next character is escaped. */
  #seen = 0
  /** How many brackets and braces are open inside the list of rows. */
  #depth = 0
  #inText = false
  #hasGivenRows = false

  /**
   * The rows that this piece completes.
   *
   * @throws {UnexpectedAnswer} when this is no JSON result.
   */
  take(piece: string): readonly JsonObject[] {
    this.#held += piece
    if (this.#phase === 'head') this.#leaveHead()
    const rows = this.#phase === 'rows' ? this.#takeRows() : []
    if (this.#phase !== 'rows' && this.#held.length > LONGEST_FRAME) throw notAResult()
    return rows
  }

  /**
   * To be called at the end of the text.
   *
   * @throws {ConnectionFailed} when this is not the end of a result: some rows may never have arrived.
   */
  end(): void {
    if (this.#phase === 'tail' && isObject(parseJson(`{"":[]${this.#held}`))) return
    throw new ConnectionFailed('The result ended before it was complete.')
  }

  #leaveHead(): void {
    for (;;) {
      const bracket = this.#held.indexOf('[', this.#seen)
      if (bracket < 0) break
      this.#seen = bracket + 1
      const head = parseJson(`${this.#held.slice(0, this.#seen)}]}`)
      if (!isObject(head) || !Array.isArray(head.query_result)) continue
      this.#phase = 'rows'
      this.#held = this.#held.slice(this.#seen)
      this.#seen = 0
      return
    }
    this.#seen = this.#held.length
  }

  #takeRows(): readonly JsonObject[] {
    const text = this.#held
    let endOfRows = 0
    let at = this.#seen
    for (; at < text.length; at += 1) {
      const character = text.charCodeAt(at)
      if (this.#inText) {
        if (character === BACKSLASH) at += 1
        else if (character === QUOTE) this.#inText = false
      } else if (character === QUOTE) this.#inText = true
      else if (character === OPEN_BRACE || character === OPEN_BRACKET) this.#depth += 1
      else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) {
        if (this.#depth === 0) break
        this.#depth -= 1
        if (this.#depth === 0) endOfRows = at + 1
      }
    }
    const rows = this.#parseRows(text.slice(0, endOfRows))
    const listEnds = at < text.length
    if (listEnds) {
      if (text.slice(endOfRows, at).trim() !== '' || text.charCodeAt(at) !== CLOSE_BRACKET) throw notAResult()
      this.#phase = 'tail'
      this.#held = text.slice(at + 1)
    } else {
      this.#held = text.slice(endOfRows)
      this.#seen = at - endOfRows
    }
    return rows
  }

  /** Parses complete rows, which have a comma before them unless they are the first. */
  #parseRows(text: string): readonly JsonObject[] {
    if (text === '') return []
    const list = this.#hasGivenRows ? text.trimStart() : `${COMMA}${text}`
    this.#hasGivenRows = true
    const rows = list.startsWith(COMMA) ? parseJson(`[${list.slice(COMMA.length)}]`) : undefined
    if (!Array.isArray(rows) || !rows.every(isObject)) throw notAResult()
    return rows
  }
}

function notAResult(): UnexpectedAnswer {
  return new UnexpectedAnswer('The answer is not a result in JSON.')
}
