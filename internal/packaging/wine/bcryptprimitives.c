/*
 * What Go needs and Wine 8 lacks, as a DLL that every Go program loads first:
 * ProcessPrng, the source of randomness, and an answer of NtSetInformationFile
 * that Go understands as "not on this system, do without".
 */
#include <string.h>
#include <windows.h>
#include <winternl.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T n)
{
	return SystemFunction036(data, (ULONG)n);
}

#define NOT_IMPLEMENTED ((NTSTATUS)0xC0000002)
#define INVALID_INFO_CLASS ((NTSTATUS)0xC0000003)

static NTSTATUS(NTAPI *wines)(HANDLE, PIO_STATUS_BLOCK, PVOID, ULONG, FILE_INFORMATION_CLASS);

static NTSTATUS NTAPI ours(HANDLE h, PIO_STATUS_BLOCK s, PVOID p, ULONG n, FILE_INFORMATION_CLASS c)
{
	NTSTATUS r = wines(h, s, p, n, c);
	return r == NOT_IMPLEMENTED ? INVALID_INFO_CLASS : r;
}

BOOL WINAPI DllMain(HINSTANCE dll, DWORD why, LPVOID reserved)
{
	BYTE jump[12] = {0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xe0}; /* mov rax, ours; jmp rax */
	void *to = ours;
	BYTE *at = (BYTE *)GetProcAddress(GetModuleHandleA("ntdll"), "NtSetInformationFile");
	BYTE *copy;
	DWORD old;

	/* A system call of Wine: mov r10, rcx; mov eax, number; and more that does not depend on its place. */
	if (why != DLL_PROCESS_ATTACH || !at || at[0] != 0x4c || at[1] != 0x8b || at[2] != 0xd1 || at[3] != 0xb8)
		return TRUE;
	copy = VirtualAlloc(NULL, 32, MEM_COMMIT | MEM_RESERVE, PAGE_EXECUTE_READWRITE);
	if (!copy || !VirtualProtect(at, sizeof jump, PAGE_EXECUTE_READWRITE, &old))
		return TRUE;
	memcpy(copy, at, 32);
	memcpy(&wines, &copy, sizeof copy);
	memcpy(jump + 2, &to, sizeof to);
	memcpy(at, jump, sizeof jump);
	VirtualProtect(at, sizeof jump, old, &old);
	return TRUE;
}
