/** Cuts a chosen picture to 3 by 4 before it is sent; without this the server cuts its middle. */

const WIDEST = 900
const QUALITY = 0.92

const form = document.querySelector<HTMLFormElement>('form[data-crop]')
if (form) watch(form)

function watch(form: HTMLFormElement): void {
  const file = form.querySelector<HTMLInputElement>('input[type=file]')!
  const stage = form.querySelector<HTMLElement>('[data-crop-stage]')!
  const view = form.querySelector<HTMLCanvasElement>('[data-crop-view]')!
  const [zoom, across, down] = ['zoom', 'across', 'down'].map(
    (name) => form.querySelector<HTMLInputElement>(`#crop-${name}`)!,
  ) as [HTMLInputElement, HTMLInputElement, HTMLInputElement]
  let picture: ImageBitmap | null = null
  let isCut = false

  /** The part that is kept, in pixels of the picture. */
  function part({ width, height }: ImageBitmap): [number, number, number, number] {
    const wide = Math.min(width, (height * 3) / 4) / Number(zoom.value)
    const high = (wide * 4) / 3
    return [(width - wide) * Number(across.value), (height - high) * Number(down.value), wide, high]
  }

  function draw(canvas: HTMLCanvasElement): void {
    if (!picture) return
    const pen = canvas.getContext('2d')!
    pen.imageSmoothingQuality = 'high'
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.drawImage(picture, ...part(picture), 0, 0, canvas.width, canvas.height)
  }

  function move(slider: HTMLInputElement, share: number): void {
    slider.value = String(Number(slider.value) - share)
  }

  file.addEventListener('change', async () => {
    isCut = false
    picture?.close()
    const [chosen] = file.files ?? []
    // What the browser cannot show goes to the server as it is, which says what is wrong with it.
    picture = chosen ? await createImageBitmap(chosen).catch(() => null) : null
    stage.hidden = !picture
    zoom.value = '1'
    across.value = '0.5'
    down.value = '0.35'
    draw(view)
  })
  stage.addEventListener('input', () => draw(view))
  view.addEventListener('pointerdown', (event) => view.setPointerCapture(event.pointerId))
  view.addEventListener('pointermove', (event) => {
    if (!picture || !view.hasPointerCapture(event.pointerId)) return
    const [, , wide, high] = part(picture)
    const scale = wide / view.clientWidth
    move(across, (event.movementX * scale) / Math.max(picture.width - wide, 1))
    move(down, (event.movementY * scale) / Math.max(picture.height - high, 1))
    draw(view)
  })
  form.addEventListener('submit', (event) => {
    if (!picture || isCut) return
    event.preventDefault()
    const cut = document.createElement('canvas')
    cut.width = Math.min(WIDEST, Math.round(part(picture)[2]))
    cut.height = Math.round((cut.width * 4) / 3)
    draw(cut)
    cut.toBlob(
      (photo) => {
        if (photo) file.files = holding(new File([photo], 'photo.jpg', { type: photo.type }))
        isCut = true
        form.requestSubmit()
      },
      'image/jpeg',
      QUALITY,
    )
  })
}

function holding(file: File): FileList {
  const held = new DataTransfer()
  held.items.add(file)
  return held.files
}
