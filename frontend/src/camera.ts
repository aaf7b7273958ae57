/** Reads codes from the device's camera; the reader is our own copy, never one of a CDN. */

import type { readBarcodes as Read } from 'zxing-wasm/reader'

const EVERY_MS = 120
const SAME_CODE_AGAIN_MS = 3000

export class Camera {
  #stream: MediaStream | null = null
  #last = { text: '', at: 0 }

  constructor(
    private readonly viewfinder: HTMLVideoElement,
    private readonly wasmUrl: string,
    private readonly found: (text: string) => void,
  ) {}

  /** Browsers give the camera to pages of HTTPS and of this very machine only. */
  static isAvailable(): boolean {
    return window.isSecureContext && 'mediaDevices' in navigator
  }

  /** Turns the camera on or off; tells whether it is on. A refusal leaves it off. */
  async toggle(): Promise<boolean> {
    if (this.#stream) return this.#stop()
    try {
      const wanted = { video: { facingMode: 'environment', width: { ideal: 1280 } } }
      this.#stream = await navigator.mediaDevices.getUserMedia(wanted)
      this.viewfinder.srcObject = this.#stream
      await this.viewfinder.play()
      void this.#watch(await loadReader(this.wasmUrl))
      return true
    } catch {
      return this.#stop()
    }
  }

  #stop(): boolean {
    for (const track of this.#stream?.getTracks() ?? []) track.stop()
    this.#stream = null
    this.viewfinder.srcObject = null
    return false
  }

  async #watch(read: typeof Read): Promise<void> {
    const canvas = document.createElement('canvas')
    const picture = canvas.getContext('2d', { willReadFrequently: true })!
    while (this.#stream) {
      const { videoWidth: width, videoHeight: height } = this.viewfinder
      if (width && height) {
        canvas.width = width
        canvas.height = height
        picture.drawImage(this.viewfinder, 0, 0)
        const [code] = await read(picture.getImageData(0, 0, width, height), {
          formats: ['QRCode'],
          maxNumberOfSymbols: 1,
        })
        if (code) this.#report(code.text)
      }
      await new Promise((resume) => setTimeout(resume, EVERY_MS))
    }
  }

  #report(text: string): void {
    const now = Date.now()
    const isHeldStill = text === this.#last.text && now - this.#last.at < SAME_CODE_AGAIN_MS
    this.#last = { text, at: now }
    if (!isHeldStill) this.found(text)
  }
}

async function loadReader(wasmUrl: string): Promise<typeof Read> {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader')
  await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true })
  return readBarcodes
}
