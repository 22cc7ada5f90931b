// The spectrum of a frame of sound and the frame of a spectrum: a fast Fourier transform in place. Knows no voice.

/** For frames of `size` numbers, a power of two. Real and imaginary parts stand in arrays of their own. */
export class Spectrum {
  constructor(size) {
    this.size = size;
    this.cosines = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.sines = Float64Array.from({ length: size / 2 }, (_, i) => Math.sin((2 * Math.PI * i) / size));
    const bits = Math.log2(size);
    this.reversed = Uint32Array.from({ length: size }, (_, i) => {
      let mirrored = 0;
      for (let bit = 0; bit < bits; bit++) if (i & (1 << bit)) mirrored |= 1 << (bits - 1 - bit);
      return mirrored;
    });
  }

  forward(real, imaginary) {
    this.reorder(real, imaginary);
    for (let half = 1; half < this.size; half *= 2) this.combine(real, imaginary, half);
  }

  /** Undoes `forward`, its scale included. */
  inverse(real, imaginary) {
    this.forward(imaginary, real);
    for (let i = 0; i < this.size; i++) {
      real[i] /= this.size;
      imaginary[i] /= this.size;
    }
  }

  reorder(real, imaginary) {
    for (let i = 0; i < this.size; i++) {
      const j = this.reversed[i];
      if (j <= i) continue;
      [real[i], real[j]] = [real[j], real[i]];
      [imaginary[i], imaginary[j]] = [imaginary[j], imaginary[i]];
    }
  }

  combine(real, imaginary, half) {
    const step = this.size / (2 * half);
    for (let start = 0; start < this.size; start += 2 * half) {
      for (let i = 0; i < half; i++) {
        const [cosine, sine] = [this.cosines[i * step], this.sines[i * step]];
        const [low, high] = [start + i, start + i + half];
        const turned = real[high] * cosine + imaginary[high] * sine;
        const turnedImaginary = imaginary[high] * cosine - real[high] * sine;
        real[high] = real[low] - turned;
        imaginary[high] = imaginary[low] - turnedImaginary;
        real[low] += turned;
        imaginary[low] += turnedImaginary;
      }
    }
  }
}
