/* For loops over whole files. */
#ifndef BASE_VECTOR_H
#define BASE_VECTOR_H

/* A static function compiled for AVX2 too; the loader takes what the processor has. (clang 14 gives
 * one that is not static a name that no other file finds.) */
#if defined(__x86_64__) && defined(__GNUC__) && defined(__ELF__)
#define WITH_AVX2 __attribute__((target_clones("avx2", "default")))
#else
#define WITH_AVX2
#endif

#endif
