#include "textflag.h"

// Sets of places in text, with the instructions that every amd64 processor has.

// func addressSets(p *[Window]byte) (colon, digit uint64)
//
// A byte is one of a row of characters where its distance from the first is at most
// their number less one: where it is the minimum of both, as unsigned numbers.
#define ADDRESS_SETS(from, colons, digits) \
	MOVOU    from(SI), X0 \
	MOVO     X0, X1       \
	MOVO     X0, X2       \
	PCMPEQB  X8, X1       \
	PMOVMSKB X1, colons   \
	POR      X9, X0       \
	PSUBB    X10, X2      \
	PSUBB    X11, X0      \
	MOVO     X2, X3       \
	MOVO     X0, X4       \
	PMINUB   X12, X3      \
	PMINUB   X13, X4      \
	PCMPEQB  X3, X2       \
	PCMPEQB  X4, X0       \
	POR      X2, X0       \
	PMOVMSKB X0, digits

TEXT ·addressSets(SB), NOSPLIT, $0-24
	MOVQ  p+0(FP), SI
	MOVOU sets<>+0(SB), X8
	MOVOU sets<>+16(SB), X9
	MOVOU sets<>+32(SB), X10
	MOVOU sets<>+48(SB), X11
	MOVOU sets<>+64(SB), X12
	MOVOU sets<>+80(SB), X13
	ADDRESS_SETS(0, AX, BX)
	ADDRESS_SETS(16, CX, DX)
	ADDRESS_SETS(32, DI, R8)
	SHLQ  $16, CX
	SHLQ  $16, DX
	SHLQ  $32, DI
	SHLQ  $32, R8
	ORQ   CX, AX
	ORQ   DX, BX
	ORQ   DI, AX
	ORQ   R8, BX
	MOVQ  AX, colon+8(FP)
	MOVQ  BX, digit+16(FP)
	RET

DATA sets<>+0(SB)/8, $0x3a3a3a3a3a3a3a3a  // ':'
DATA sets<>+8(SB)/8, $0x3a3a3a3a3a3a3a3a
DATA sets<>+16(SB)/8, $0x2020202020202020 // makes a letter lower case
DATA sets<>+24(SB)/8, $0x2020202020202020
DATA sets<>+32(SB)/8, $0x3030303030303030 // '0'
DATA sets<>+40(SB)/8, $0x3030303030303030
DATA sets<>+48(SB)/8, $0x6161616161616161 // 'a'
DATA sets<>+56(SB)/8, $0x6161616161616161
DATA sets<>+64(SB)/8, $0x0909090909090909 // '9' - '0'
DATA sets<>+72(SB)/8, $0x0909090909090909
DATA sets<>+80(SB)/8, $0x0505050505050505 // 'f' - 'a'
DATA sets<>+88(SB)/8, $0x0505050505050505
GLOBL sets<>(SB), RODATA|NOPTR, $96

// func places(p *[Chunk]byte, a, b byte) (as, bs uint64)
#define PLACES(from, as, bs) \
	MOVOU    from(SI), X2 \
	MOVO     X2, X3       \
	PCMPEQB  X0, X2       \
	PCMPEQB  X1, X3       \
	PMOVMSKB X2, as       \
	PMOVMSKB X3, bs

TEXT ·places(SB), NOSPLIT, $0-32
	MOVQ       p+0(FP), SI
	MOVBLZX    a+8(FP), AX
	MOVBLZX    b+9(FP), BX
	MOVQ       $0x0101010101010101, CX
	IMULQ      CX, AX
	IMULQ      CX, BX
	MOVQ       AX, X0
	MOVQ       BX, X1
	PUNPCKLQDQ X0, X0
	PUNPCKLQDQ X1, X1
	PLACES(0, AX, BX)
	PLACES(16, CX, DX)
	PLACES(32, DI, R8)
	PLACES(48, R9, R10)
	SHLQ       $16, CX
	SHLQ       $16, DX
	SHLQ       $32, DI
	SHLQ       $32, R8
	SHLQ       $48, R9
	SHLQ       $48, R10
	ORQ        CX, AX
	ORQ        DX, BX
	ORQ        R9, DI
	ORQ        R10, R8
	ORQ        DI, AX
	ORQ        R8, BX
	MOVQ       AX, as+16(FP)
	MOVQ       BX, bs+24(FP)
	RET
